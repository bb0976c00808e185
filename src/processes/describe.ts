/** How a process is named and signed, in words for people and documents. */
import type { ExitStatus, ProcessImage } from '../model/event.ts';

const CS_ADHOC = 0x2;
const CS_SIGNED = 0x2000_0000;

/** `platform`, a team id, `adhoc`, `unsigned`, or `signed` where there is a signature without a team. */
export function authorityOf(image: ProcessImage): string {
  if (image.isPlatformBinary) return 'platform';
  if (image.teamId !== undefined) return image.teamId;
  if ((image.codesigningFlags & CS_ADHOC) !== 0) return 'adhoc';
  const signed = image.signingId !== undefined || (image.codesigningFlags & CS_SIGNED) !== 0;
  return signed ? 'signed' : 'unsigned';
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
