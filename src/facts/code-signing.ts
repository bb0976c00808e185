/** Names for what code signing says. Values from XNU's cs_blobs.h, mach/machine.h, and ESTypes.h of SDK 26. */

/** Bits that belong to the code and stay; the others describe the moment (CS_VALID, CS_KILL, CS_DEBUGGED …). Sorted by name. */
const LASTING: readonly (readonly [number, string])[] = [
  [0x2, 'ADHOC'],
  [0x2_0000, 'LINKER_SIGNED'],
  [0x400_0000, 'PLATFORM_BINARY'],
  [0x2000, 'REQUIRE_LV'],
  [0x800, 'RESTRICT'],
  [0x1_0000, 'RUNTIME'],
];

const ALL_LASTING = LASTING.reduce((bits, [bit]) => bits | bit, 0);
/** No more than there are sets of lasting bits. */
const namesOfBits = new Map<number, string>();

/** `PLATFORM_BINARY|REQUIRE_LV`, or `none`. */
export function lastingFlags(flags: number): string {
  const bits = flags & ALL_LASTING;
  let names = namesOfBits.get(bits);
  if (names === undefined) namesOfBits.set(bits, (names = nameBits(bits)));
  return names;
}

function nameBits(bits: number): string {
  const names = LASTING.flatMap(([bit, name]) => ((bits & bit) === 0 ? [] : [name]));
  return names.length === 0 ? 'none' : names.join('|');
}

const CPU_TYPES: ReadonlyMap<number, string> = new Map([
  [0x0100_000c, 'arm64'],
  [0x0100_0007, 'x86_64'],
  [0x0000_0007, 'i386'],
]);

/** `arm64:5F…`: a universal binary has one cdhash a slice. Nothing where there is none. */
export function cdhashName(cputype: number | undefined, cdhash: string | undefined): { cdhash?: string } {
  if (cdhash === undefined || !/^[0-9A-Fa-f]{40}$/.test(cdhash) || /^0+$/.test(cdhash)) return {};
  const arch = cputype === undefined ? 'unknown' : (CPU_TYPES.get(cputype) ?? `cputype-${cputype}`);
  return { cdhash: `${arch}:${cdhash.toUpperCase()}` };
}

const CATEGORIES = [
  'invalid',
  'platform',
  'testflight',
  'development',
  'app-store',
  'enterprise',
  'developer-id',
  'local-signing',
  'rosetta',
  'oopjit',
  'none',
];

/** es_cs_validation_category_t; a number that no header names stays a number. */
export function categoryName(category: number | undefined): { category?: string } {
  return category === undefined ? {} : { category: CATEGORIES[category] ?? `category-${category}` };
}
