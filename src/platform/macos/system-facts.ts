/** Parsers of what the Mac says about itself. Each answers undefined for a form it does not know, and never guesses. */
import type { OsVersion } from '../../model/trace.ts';

/**
 * sw_vers, one `Name:<tab>value` a line. `ProductVersionExtra` is there after a Background Security Improvement or Rapid Security Response only.
 */
export function parseSwVers(text: string): (OsVersion & { readonly extra: string | undefined }) | undefined {
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*(\\S.*?)[ \\t]*$`, 'm').exec(text)?.[1];
  const productVersion = field('ProductVersion');
  const buildVersion = field('BuildVersion');
  if (productVersion === undefined || buildVersion === undefined) return undefined;
  return { productVersion, buildVersion, extra: field('ProductVersionExtra') };
}

export interface KernelFacts {
  /** RFC 3339, UTC, to the microsecond. Moves with the wall clock when that is set: not an identity of the boot. */
  readonly bootTime: string | undefined;
  /** Another one for each boot. */
  readonly bootSession: string | undefined;
  readonly virtualMachine: boolean | undefined;
  readonly model: string | undefined;
  readonly arch: 'arm64' | 'x86_64' | undefined;
  /** Ticks of mach_absolute_time a second: `hw.tbfrequency`, 24,000,000 on Apple silicon. That both are the same clock is an inference. */
  readonly timebaseHz: number | undefined;
}

export const KERNEL_KEYS = [
  'kern.boottime',
  'kern.bootsessionuuid',
  'kern.hv_vmm_present',
  'hw.model',
  'hw.optional.arm64',
  'hw.tbfrequency',
] as const;

/**
 * sysctl with several names: `name: value` a line. A name this Mac does not have is a message on stderr and exit code 1, the others are still
 * answered (`hw.optional.arm64` is missing on Intel). `kern.boottime: { sec = 1789196391, usec = 979990 } Fri Sep 11 23:59:51 2026`.
 */
export function parseSysctl(text: string): KernelFacts | undefined {
  const values = new Map(
    [...text.matchAll(/^([A-Za-z0-9_.]+): (.*)$/gm)].map(([, name = '', value = '']) => [name, value.trim()]),
  );
  if (values.size === 0) return undefined;
  const boot = /sec = (\d+), usec = (\d+)/.exec(values.get('kern.boottime') ?? '');
  const virtual = values.get('kern.hv_vmm_present');
  const timebase = Number(values.get('hw.tbfrequency'));
  return {
    bootTime: boot === null ? undefined : bootTime(Number(boot[1]), Number(boot[2])),
    bootSession: values.get('kern.bootsessionuuid') || undefined,
    virtualMachine: virtual === undefined ? undefined : virtual !== '0',
    model: values.get('hw.model') || undefined,
    arch: archOf(values.get('hw.optional.arm64'), values.get('hw.model')),
    timebaseHz: Number.isFinite(timebase) && timebase > 0 ? timebase : undefined,
  };
}

function bootTime(seconds: number, micros: number): string {
  return new Date(seconds * 1_000).toISOString().replace(/\.\d+Z$/, `.${String(micros).padStart(6, '0')}Z`);
}

/** A Mac without the key is an Intel one. Our own architecture would not do: Rosetta lies about it. */
function archOf(arm64: string | undefined, model: string | undefined): KernelFacts['arch'] {
  if (arm64 === '1') return 'arm64';
  return model === undefined ? undefined : 'x86_64';
}

/** `System Integrity Protection status: enabled.` A custom configuration is `unknown (Custom Configuration)`, followed by a list. */
export function parseCsrutil(text: string): 'enabled' | 'disabled' | 'custom' | undefined {
  const status = /System Integrity Protection status:\s*(\w+)/i.exec(text)?.[1]?.toLowerCase();
  if (status === 'enabled' || status === 'disabled')
    return /Custom Configuration/i.test(text) ? 'custom' : status;
  return status === 'unknown' ? 'custom' : undefined;
}

/** `FileVault is On.`, `FileVault is Off.`, or progress of encryption. */
export function parseFdesetup(text: string): 'on' | 'off' | 'changing' | undefined {
  if (/(?:En|De)cryption in progress|Deferred/i.test(text)) return 'changing';
  const state = /FileVault is (On|Off)/i.exec(text)?.[1]?.toLowerCase();
  return state === 'on' || state === 'off' ? state : undefined;
}

/** First line of `pmset -g batt`: `Now drawing from 'AC Power'`; a battery adds `87%;` on the next. */
export function parsePmset(
  text: string,
): { readonly source: 'ac' | 'battery' | 'ups'; readonly percent: number | undefined } | undefined {
  const source = /Now drawing from '(AC|Battery|UPS) Power'/.exec(text)?.[1];
  if (source === undefined) return undefined;
  const percent = /(\d{1,3})%;/.exec(text)?.[1];
  const name = source === 'AC' ? 'ac' : source === 'UPS' ? 'ups' : 'battery';
  return { source: name, percent: percent === undefined ? undefined : Number(percent) };
}

/** `Network Time: On`. Root only. */
export function parseNetworkTime(text: string): boolean | undefined {
  const state = /Network Time: (On|Off)/i.exec(text)?.[1]?.toLowerCase();
  return state === undefined ? undefined : state === 'on';
}

/** `profiles status -type enrollment`: `MDM enrollment: Yes (User Approved)`. */
export function parseEnrollment(text: string): boolean | undefined {
  const state = /MDM enrollment:\s*(Yes|No)/i.exec(text)?.[1]?.toLowerCase();
  return state === undefined ? undefined : state === 'yes';
}
