/** How a process is named and signed, in words for people and documents. */
import type { ExitStatus, ProcessImage } from '../model/event.ts';

const CS_ADHOC = 0x2;
const CS_SIGNED = 0x2000_0000;

/** Words that stand where a team id could: a team of such a name, which Apple gives nobody, would pass for what it is not. */
const OWN_WORDS: ReadonlySet<string> = new Set(['platform', 'adhoc', 'signed', 'unsigned', 'unknown']);

/**
 * Who vouches for it: `platform`, a team id, `adhoc`, `unsigned`, or `signed` where there is a signature without a team. Of ad hoc code nobody does,
 * whatever team it claims; Apple's own is ad hoc too, in the trust cache.
 */
export function authorityOf(
  image: Pick<ProcessImage, 'isPlatformBinary' | 'teamId' | 'signingId' | 'codesigningFlags'>,
): string {
  const { isPlatformBinary, teamId = '', signingId = '', codesigningFlags } = image;
  if (isPlatformBinary) return 'platform';
  if ((codesigningFlags & CS_ADHOC) !== 0) return 'adhoc';
  if (teamId !== '' && !OWN_WORDS.has(teamId)) return teamId;
  return teamId !== '' || signingId !== '' || (codesigningFlags & CS_SIGNED) !== 0 ? 'signed' : 'unsigned';
}

/** Last part of the path; the signing id where there is no path. */
export function imageName(image: ProcessImage): string {
  const { executable, signingId } = image;
  const name = executable.slice(executable.lastIndexOf('/') + 1);
  return name !== '' ? name : (signingId ?? `pid ${image.token.pid}`);
}

/** Numbers of Darwin's <sys/signal.h>. */
const SIGNALS = (
  'HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM URG STOP TSTP CONT CHLD TTIN TTOU IO XCPU XFSZ ' +
  'VTALRM PROF WINCH INFO USR1 USR2'
).split(' ');

/** `SIGKILL`; `signal 40` for a number without a name. */
export function signalName(signal: number): string {
  const name = SIGNALS[signal - 1];
  return name === undefined ? `signal ${signal}` : `SIG${name}`;
}

export function describeStatus(status: ExitStatus): string {
  if (status.kind === 'exited') return `exit ${status.code}`;
  return `${signalName(status.signal)}${status.coreDumped ? ', core dumped' : ''}`;
}
