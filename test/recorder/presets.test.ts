import { describe, expect, it } from 'vitest';
import { catalogueEntry } from '../../src/eslogger/catalogue.ts';
import { eventsOfPreset, PRESETS, selectEvents } from '../../src/recorder/presets.ts';

describe('presets', () => {
  it('name events of the catalogue, each once', () => {
    for (const preset of PRESETS) {
      const events = eventsOfPreset(preset, undefined);
      expect(new Set(events).size).toBe(events.length);
      expect(events.filter((name) => catalogueEntry(name) === undefined)).toEqual([]);
    }
    expect(eventsOfPreset('full', ['exec', 'brand_new'])).toEqual(['exec', 'brand_new']);
  });

  it('for upgrades leave out what is most of the volume', () => {
    expect(eventsOfPreset('upgrade', undefined)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:open|write|lookup|stat)$/)]),
    );
  });
});

describe('selectEvents', () => {
  it('never asks for a name this Mac lacks: one would refuse all', () => {
    expect(selectEvents('lifecycle, rename ptrace', ['exec', 'exit', 'rename', 'xpc_connect'])).toEqual({
      wanted: ['exec', 'fork', 'exit', 'rename', 'ptrace'],
      subscribed: ['exec', 'exit', 'rename'],
      missing: ['fork', 'ptrace'],
      unknown: ['ptrace'],
    });
  });

  it('takes a name nobody has heard of where the Mac offers it', () => {
    expect(selectEvents('brand_new', ['brand_new'])).toMatchObject({
      subscribed: ['brand_new'],
      missing: [],
      unknown: [],
    });
  });

  it('without the list trusts the wish', () => {
    expect(selectEvents('exec exec,exit', undefined)).toMatchObject({
      subscribed: ['exec', 'exit'],
      missing: [],
    });
    expect(selectEvents(' , ', ['exec'])).toMatchObject({ wanted: [], subscribed: [] });
  });
});
