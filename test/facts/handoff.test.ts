import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OriginTree } from '../../src/facts/origin-tree.ts';
import { image, launchd, Recording } from './events.ts';

const unzip = image(100, '/usr/libexec/unzip');
const mover = image(101, '/usr/libexec/mover');
const stager = image(102, '/usr/libexec/stager');
const handoffs = (recording: Recording): string[] => recording.facts('handoff');

describe('handoff facts', () => {
  it('link who writes a file with who moves it', () => {
    expect(
      handoffs(new Recording().file(unzip, 'create', '/d/a').file(mover, 'rename', '/e/a', '/d/a')),
    ).toEqual(['platform:com.apple.unzip | platform:com.apple.mover | /d/a ×1']);
  });

  it('follow an asset from hand to hand until it runs', () => {
    const recording = new Recording()
      .file(unzip, 'close', '/d/x.asset/AssetData/brain')
      .file(mover, 'rename', '/assets/x.asset', '/d/x.asset')
      .file(stager, 'clone', '/staging/brain', '/assets/x.asset/AssetData/brain')
      .spawn(launchd, image(103, '/staging/brain'));
    expect(handoffs(recording)).toEqual([
      'platform:com.apple.mover | platform:com.apple.stager | /assets/x.asset/AssetData/brain ×1',
      'platform:com.apple.stager | platform:com.apple.brain | /staging/brain ×1',
      'platform:com.apple.unzip | platform:com.apple.mover | /d/x.asset ×1',
    ]);
  });

  it('see one file behind the names that macOS has for it', () => {
    const recording = new Recording()
      .file(unzip, 'create', '/System/Volumes/Data/private/var/db/a')
      .file(mover, 'copyfile', '/e/a', '/var/db/a');
    expect(handoffs(recording)).toEqual([
      'platform:com.apple.unzip | platform:com.apple.mover | /var/db/a ×1',
    ]);
  });

  it('go to a script and not to its interpreter', () => {
    const recording = new Recording()
      .file(unzip, 'create', '/d/x.sh')
      .spawn(launchd, image(104, '/bin/sh'), ['/bin/sh', '/d/x.sh'], '/d/x.sh');
    expect(handoffs(recording)).toEqual([
      'platform:com.apple.unzip | platform:com.apple.sh!/d/x.sh | /d/x.sh ×1',
    ]);
  });

  it('are none for oneself, for a folder somebody made and others filled, for what was removed, for a mere open', () => {
    const recording = new Recording()
      .file(mover, 'create', '/own')
      .file(mover, 'rename', '/own2', '/own')
      .file(unzip, 'create', '/shared')
      .file(mover, 'create', '/shared/m')
      .file(mover, 'rename', '/m', '/shared/m')
      .file(unzip, 'create', '/gone')
      .file(unzip, 'unlink', '/gone')
      .file(mover, 'clone', '/x', '/gone')
      .add(mover, 'open', { kind: 'other', object: '/shared', objectKind: 'path', target: undefined });
    expect(handoffs(recording)).toEqual([]);
  });

  it('outlive a restart: files do', () => {
    const recording = new Recording().file(unzip, 'create', '/d/a').reboot();
    recording.file(mover, 'rename', '/e/a', '/d/a', { machTime: 5 });
    expect(handoffs(recording)).toHaveLength(1);
  });
});

/** The same, as slow as it is plain: every written path in one list. */
class PlainOrigins {
  /** The one written longest ago first. */
  readonly #paths = new Map<string, { readonly origin: string; readonly whole: boolean }>();
  readonly #limit: number;
  forgotten = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  write(path: string, origin: string): void {
    this.#set(path, origin, false);
  }

  put(path: string, origin: string): void {
    this.remove(path);
    this.#set(path, origin, true);
  }

  remove(folder: string): void {
    for (const path of this.#paths.keys())
      if (path === folder || path.startsWith(`${folder}/`)) this.#paths.delete(path);
  }

  originsOf(path: string): string[] {
    const own = this.#paths.get(path)?.origin ?? this.#nearest(path);
    const inside = [...this.#paths].filter(([other]) => other.startsWith(`${path}/`));
    const below = inside.map(([, { origin }]) => origin);
    return [...new Set([...(own === undefined ? [] : [own]), ...below])].sort();
  }

  #set(path: string, origin: string, whole: boolean): void {
    this.#paths.delete(path);
    this.#paths.set(path, { origin, whole });
    const [oldest] = this.#paths.keys();
    if (this.#paths.size <= this.#limit || oldest === undefined) return;
    this.#paths.delete(oldest);
    this.forgotten++;
  }

  #nearest(path: string): string | undefined {
    for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const known = this.#paths.get(at);
      if (known?.whole === true) return known.origin;
    }
    return undefined;
  }
}

describe('the tree of origins', () => {
  const path = fc
    .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
    .map((names) => `/${names.join('/')}`);
  const step = fc.record({
    what: fc.constantFrom('write', 'write', 'put', 'remove'),
    at: path,
    origin: fc.constantFrom('x', 'y', 'z'),
  });

  const limit = fc.constantFrom(3, 8, 1000);

  it('answers as a plain list of paths does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), path, limit, (steps, asked, mostPaths) => {
        const tree = new OriginTree(mostPaths);
        const plain = new PlainOrigins(mostPaths);
        for (const { what, at, origin } of steps) {
          for (const origins of [tree, plain]) {
            if (what === 'write') origins.write(at, origin);
            else if (what === 'put') origins.put(at, origin);
            else origins.remove(at);
          }
        }
        expect(tree.originsOf(asked)).toEqual(plain.originsOf(asked));
        expect(tree.forgotten).toBe(plain.forgotten);
      }),
      { numRuns: 3000 },
    );
  });

  it('looks at absolute paths only, and at none that is deeper than any real one', () => {
    const tree = new OriginTree(10);
    const deep = '/d'.repeat(128);
    for (const path of ['', '/', 'a', 'a/b', `${deep}/x`]) tree.write(path, 'a');
    expect(tree.originsOf('/d')).toEqual([]);
    tree.write(deep, 'a');
    expect(tree.originsOf('/d')).toEqual(['a']);
    expect(['', '/', 'a', 'a/b', `${deep}/x`].flatMap((path) => tree.originsOf(path))).toEqual([]);
  });

  it('forgets the paths written longest ago when there are too many, and says how many', () => {
    const tree = new OriginTree(10);
    for (let index = 0; index < 25; index++) tree.write(`/d${index}/x`, 'a');
    expect(tree.forgotten).toBe(15);
    expect(tree.originsOf('/d3/x')).toEqual([]);
    expect(tree.originsOf('/d24/x')).toEqual(['a']);
  });
});
