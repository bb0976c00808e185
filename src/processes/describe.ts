/** How a process is named and signed, in words for people and documents. */
import type { ExitStatus, ProcessImage } from '../model/event.ts';

/** Last part of the path; the signing id where there is no path. Empty where there is neither. */
export function programName({
  executable,
  signingId,
}: Pick<ProcessImage, 'executable' | 'signingId'>): string {
  const name = executable.slice(executable.lastIndexOf('/') + 1);
  return name !== '' ? name : (signingId ?? '');
}

/** The same, or its pid. */
export function imageName(image: ProcessImage): string {
  return programName(image) || `pid ${image.token.pid}`;
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
