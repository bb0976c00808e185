/**
 * The left edge of a value, unless the value is one that cannot hold anything: a time, a code hash, a name in Apple's name space, or a path of the
 * sealed system that the kernel gave. (`/System/Library/AssetsV2` and others of its kind are not sealed.)
 */
const TIME = '[12]\\d{3}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6,9}Z';
const CODE_HASH = '(?<="cdhash":")[0-9A-F]{40}';
const APPLE_NAME = '(?<="signing_id":")com\\.apple\\.[A-Za-z.]{1,64}';
const SEALED_PATH =
  '(?<="path":")\\\\?/(?:usr\\\\?/(?:bin|sbin|libexec|lib)|bin|sbin|System\\\\?/Library\\\\?/(?:CoreServices|Frameworks|PrivateFrameworks))\\\\?/[A-Za-z0-9 ._+/\\\\-]{1,255}';
const VALUE = new RegExp(`":"(?!(?:${TIME}|${CODE_HASH}|${APPLE_NAME}|${SEALED_PATH})")`, 'g');
export const TIME_ALONE = new RegExp(`^${TIME}$`);

/** For LineText: the next value worth a look. */
export function findValue(text: string, from: number): number {
  VALUE.lastIndex = from;
  return VALUE.test(text) ? VALUE.lastIndex : -1;
}
