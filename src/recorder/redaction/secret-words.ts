/** Which names (of options, settings, URL parameters) announce a secret: `--auth-token`, `client_secret`, `adminPassword`. */
const SECRET_WORDS = new Set(
  (
    'password passwd passphrase passcode pass pwd passwort secret secrets token tokens credential credentials cookie cookies jwt otp ' +
    'bearer authorization pin puk passkey apikey accesskey secretkey privatekey sessionid sessionkey stdinpass pw sig sas auth authkey'
  ).split(' '),
);
/** `key` alone names many harmless things. */
const BEFORE_KEY = new Set(
  'api access secret private session encryption signing license licence recovery unlock auth shared storage master app client service account'.split(
    ' ',
  ),
);
/** `session-id`, `recovery-code`: the second word makes it a secret together with the first. */
const PAIRS = new Set([
  'session id',
  'recovery code',
  'access code',
  'pin code',
  'one time',
  'verification code',
  'setup code',
]);

/** Words of a name in any spelling: `adminPassword`, `ADMIN_PASSWORD`, `admin-password`. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** `name` without leading dashes. The last word decides: a `token-file` is a path, a `password-policy` is a policy. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (SECRET_WORDS.has(last) || SECRET_WORDS.has(last.replace(/\d+$/, ''))) return true;
  if ((last === 'key' || last === 'keys') && BEFORE_KEY.has(before)) return true;
  return PAIRS.has(`${before} ${last}`);
}

/** What stands in the place of a secret without being one. No `$NAME`: in an argument vector a shell has expanded it long ago. */
export function isNoSecret(value: string): boolean {
  return /^(?:|-|true|false|yes|no|on|off|none|null|nil|0|1|bearer|basic|digest|negotiate|stdin|env|prompt|keychain|\*+|%s|\{\}|\[secret\]|\[dropped\])$/i.test(
    value,
  );
}
