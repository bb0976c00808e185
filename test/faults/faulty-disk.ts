/**
 * Loaded into a recorder with `node --import`: puts itself between esdrift and the disk, in that process alone. Knows Node's file functions, nothing of
 * esdrift, so that whatever writes a recording in whatever way is met.
 */
import fs, { type PathLike } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import { PLAN_VARIABLE, type DiskOperation, type DiskPlan, type FaultKind } from './disk-plan.ts';

type Call = (...args: readonly unknown[]) => Promise<unknown>;
type Around = (call: Call, args: readonly unknown[], self: unknown) => Promise<unknown>;

const plan = JSON.parse(process.env[PLAN_VARIABLE] ?? '{}') as DiskPlan;
const journal = fs.openSync(plan.journal, 'a');
const openPaths = new WeakMap<object, { readonly path: string; readonly isFolder: boolean }>();
let operations = 0;

function tell(operation: DiskOperation): void {
  fs.writeSync(journal, `${JSON.stringify(operation)}\n`);
}

function systemError(code: 'ENOSPC' | 'EIO', name: string): Error {
  return Object.assign(new Error(`${code}: planned, ${name}`), { code, syscall: name });
}

/** The planned fault, where this operation is the one. */
async function begin(): Promise<FaultKind | undefined> {
  const index = operations;
  operations += 1;
  if (plan.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, plan.delayMs));
  return plan.fault?.at === index ? plan.fault.kind : undefined;
}

async function simple(
  name: DiskOperation['name'],
  path: string,
  call: () => Promise<unknown>,
): Promise<unknown> {
  const fault = await begin();
  if (fault !== undefined && fault !== 'short') {
    tell({ name, path, ended: fault });
    throw systemError(fault === 'torn' ? 'EIO' : fault, name);
  }
  const result = await call();
  tell({ name, path, ended: 'done' });
  return result;
}

function wrap(target: object, name: string, around: Around): void {
  const real: unknown = Reflect.get(target, name);
  if (typeof real !== 'function') throw new Error(`Node has no ${name} any more`);
  Reflect.set(target, name, function (this: unknown, ...args: readonly unknown[]) {
    const call: Call = (...changed) => Reflect.apply(real, this, changed) as Promise<unknown>;
    return around(call, args, this);
  });
}

const isOurs = (path: unknown): path is string => typeof path === 'string' && path.startsWith(plan.under);

wrap(fs.promises, 'open', async (call, args) => {
  const [path, flags] = args as readonly [PathLike, number | string | undefined];
  if (!isOurs(path)) return call(...args);
  const creates = typeof flags === 'number' && (flags & fs.constants.O_CREAT) !== 0;
  const handle = creates ? await simple('create', path, () => call(...args)) : await call(...args);
  openPaths.set(handle as object, { path, isFolder: !creates });
  return handle;
});
for (const [name, told] of [
  ['link', 'link'],
  ['rename', 'rename'],
  ['rm', 'remove'],
] as const)
  wrap(fs.promises, name, (call, args) =>
    isOurs(args[0]) ? simple(told, args[0], () => call(...args)) : call(...args),
  );

const probe = await fs.promises.open('/dev/null');
const handles = Object.getPrototypeOf(probe) as object;
await probe.close();

for (const name of ['sync', 'datasync'])
  wrap(handles, name, (call, _, self) => {
    const opened = openPaths.get(self as object);
    if (opened === undefined) return call();
    return simple(opened.isFolder ? 'sync-folder' : 'sync', opened.path, () => call());
  });
wrap(handles, 'writeFile', (call, args, self) => {
  const opened = openPaths.get(self as object);
  return opened === undefined ? call(...args) : simple('write', opened.path, () => call(...args));
});
wrap(handles, 'write', async (call, args, self) => {
  const opened = openPaths.get(self as object);
  if (opened === undefined) return call(...args);
  const [bytes, start, length, position] = args as readonly [Buffer, number, number, number];
  const fault = await begin();
  const { path } = opened;
  const half = fault === 'short' || fault === 'torn';
  if (fault === 'ENOSPC' || fault === 'EIO') {
    tell({ name: 'write', path, ended: fault });
    throw systemError(fault, 'write');
  }
  const written = (await call(bytes, start, half ? Math.ceil(length / 2) : length, position)) as {
    readonly bytesWritten: number;
  };
  // A disk that is really full takes a part as well.
  const ended = fault ?? (written.bytesWritten < length ? 'short' : 'done');
  tell({ name: 'write', path, ended, from: position, to: position + written.bytesWritten });
  if (fault === 'torn') throw systemError('EIO', 'write');
  return written;
});
syncBuiltinESMExports();
