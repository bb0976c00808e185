/** Stands in for /bin/launchctl: hands its arguments to the launchd of the test that listens at the given socket, and answers as that does. */
import { connect } from 'node:net';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import type { LaunchctlAnswer } from './launchd.ts';

const [socket = '', ...args] = process.argv.slice(2);
const connection = connect(socket);
connection.end(JSON.stringify(args));
const answer = JSON.parse(await text(connection)) as LaunchctlAnswer;
process.stdout.write(answer.stdout ?? '');
process.stderr.write(answer.stderr ?? '');
process.exitCode = answer.code;
