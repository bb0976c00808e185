/** One page for each error code; the title stands beside the code in src/errors.ts. Total: a new code does not compile without its page. */
import type { ErrorCode } from '../../errors.ts';

export interface ErrorText {
  readonly meaning: string;
  readonly decided: string;
  readonly todo: string;
}

const text = (meaning: string, decided: string, todo: string): ErrorText => ({ meaning, decided, todo });

export const ERROR_PAGES: Readonly<Record<ErrorCode, ErrorText>> = {
  usage: text(
    'A flag or argument is missing, unknown, or does not go with another.',
    'Nothing was read or written yet.',
    'Run the command with --help.',
  ),
  'rules-invalid': text(
    'A rule set asks for a field or an event that does not exist, or holds a rule that can never fire.',
    'Checked before anything is read: a rule that cannot fire would look like a Mac that is not upgraded.',
    'The message names the signal or rule, and what was likely meant. The language: src/detection/README.md.',
  ),
  'config-invalid': text(
    'esdrift.config.json is not there, is not JSON, has a key or value it may not have, or names a file of rules that is not there.',
    'Checked against schemas/config.schema.json; unknown keys are refused, because a misspelt one would silently check less.',
    'The message names the place, and the key that was likely meant. Needed are "traces" and "baselines", lists of globs from the folder of the file. Further keys: ' +
      '"rules" (a file), "out" and "pending" (folders), "formats", "failOn" (low, medium, high, never), "policy", "maxLoss" (a share from 0 to 1), ' +
      '"allowSynthetic", "buildOrder", "buildNames", "$schema". schemas/config.schema.json in the package describes each.',
  ),
  'output-exists': text(
    'The file to be written is already there.',
    'Outputs never overwrite.',
    'Choose another name, or add --force.',
  ),
  'output-unwritable': text(
    'The output cannot be created: no such folder, no permission, no space, or not a regular file.',
    'Found before work is done wherever that is possible; nothing half-written keeps the final name.',
    'Name another place with --out.',
  ),
  'output-locked': text(
    'Another esdrift is writing the same file.',
    'A lock file beside it names the process and the boot; a lock whose process or boot is gone is stale and is taken over.',
    'Wait for it, or name another file.',
  ),
  'ci-never-writes': text(
    'A CI job tried to accept findings.',
    'CI=true is set. A job reports; what becomes the new normal is decided by people, in a review.',
    'Run the same command on your own machine and commit the file.',
  ),
  'nothing-to-compare': text(
    'No recording, or no finding, was left to work on.',
    'Nothing checked is not success: it ends with 3.',
    'Check the globs and file names.',
  ),
  'not-comparable': text(
    'The two sides differ in something that touches everything: synthetic against real, another method, other template rules, or too much loss.',
    'The comparability gate, before anything is compared.',
    'The message names the flag that compares them all the same, or the command that makes them alike.',
  ),
  'no-events': text(
    'The input holds no line that is an eslogger event.',
    'Every line was looked at.',
    'Check that it is the output of eslogger: one JSON object a line.',
  ),
  'bad-lines': text(
    'Some lines are not events, and --strict was given.',
    'Without --strict they are counted and located, and the rest goes on.',
    'Leave --strict out, or repair the input.',
  ),
  'recording-cut': text(
    'The disk, or the input, failed while it was recorded. What had been written is in NAME.partial; the message says up to which event, and how many more had come.',
    'Counted by what the system had taken when it failed; nothing is written after a failure.',
    'Free some space or choose another disk. esdrift trace repair NAME.partial --out NAME makes a whole trace of what was saved, with a blind window from its last event on.',
  ),
  'trace-cut': text(
    'The trace ends before it was closed: the recorder was killed, or the file was cut.',
    'Whole frames up to that point are valid, and read.',
    'esdrift trace repair FILE --out NEW closes it and says what is missing.',
  ),
  'no-baseline': text(
    'No baseline fits the recording.',
    'Matched by series: method, scope, processor, kind of machine, initiator; the newest that is not later than its build.',
    'esdrift baseline create TRACE… -o FILE',
  ),
  'finding-unknown': text(
    'The report holds no finding with that id.',
    'Ids depend on the change and its subject, so they are the same in every report about the same change.',
    'The ids stand behind each change in the report; four letters or more of one are enough where they are unambiguous.',
  ),
  'not-found': text(
    'There is no such file.',
    'The system says so.',
    'Check the path; quote globs that your shell should not expand.',
  ),
  'not-a-file': text(
    'The path is a folder, device, pipe or socket.',
    'Only regular files are read, so that nothing hangs or has effects.',
    'Name a file, or use - where a command reads standard input.',
  ),
  'permission-denied': text(
    'The file may not be read by this user.',
    'The system says so.',
    'Change its permissions or owner; do not run esdrift as root for this.',
  ),
  'read-failed': text(
    'The system failed to read the file.',
    'An input or output error below esdrift.',
    'Check the disk; copy the file elsewhere and try again.',
  ),
  'not-a-trace': text(
    'The file does not begin as an esdrift trace does.',
    'A trace begins with a skippable zstd frame that holds its header.',
    'Output of eslogger becomes a trace by esdrift trace import FILE.',
  ),
  'trace-damaged': text(
    'Bytes of the trace are not what was written.',
    'Frame checksums, digests and sizes are compared.',
    'esdrift trace verify FILE says where; esdrift trace repair FILE --out NEW saves the rest.',
  ),
  'document-invalid': text(
    'A JSON document does not have the form its kind must have.',
    'Checked against its schema in schemas/; the message names the first place.',
    'Make it again with the command that wrote it.',
  ),
  'future-version': text(
    'A newer esdrift wrote the file.',
    'Its formatVersion is higher than this esdrift knows; guessing would be worse than refusing.',
    'Update esdrift.',
  ),
  'limit-exceeded': text(
    'The input goes past a cap on size, ratio, depth or count.',
    'Caps keep hostile or broken input from eating memory and time.',
    'If you trust the input, raise the cap with the flag that the message names.',
  ),
  'unsupported-here': text(
    'This machine or runtime lacks what the command needs.',
    'macOS, eslogger, root, Full Disk Access, a current Node, or for `query` the optional package DuckDB.',
    'The message names what is missing.',
  ),
  interrupted: text(
    'Somebody stopped it.',
    'Ctrl-C or a signal.',
    'Run it again; nothing half-written keeps its final name.',
  ),
  bug: text(
    'Something happened that nobody foresaw.',
    'An error without a code of its own.',
    'Set DEBUG=esdrift for the stack, and report it with the command you ran.',
  ),
};
