/** Kind and key of a fact → a value. A map of maps, because the parts of a key are texts that come again: no text is put together to look one up. */
import type { FactKind } from '../model/facts.ts';

interface Branch<Value> {
  value: Value | undefined;
  branches: Map<string, Branch<Value>> | undefined;
}

export class KeyMap<Value> {
  readonly #root: Branch<Value> = { value: undefined, branches: undefined };

  /** `length`: only so many parts of the key count. */
  get(kind: FactKind, key: readonly string[], length = key.length): Value | undefined {
    let branch = this.#root.branches?.get(kind);
    for (let index = 0; branch !== undefined && index < length; index += 1)
      branch = branch.branches?.get(key[index] ?? '');
    return branch?.value;
  }

  set(kind: FactKind, key: readonly string[], value: Value): void {
    let branch = below(this.#root, kind);
    for (const part of key) branch = below(branch, part);
    branch.value = value;
  }

  clear(): void {
    this.#root.branches = undefined;
  }
}

function below<Value>(branch: Branch<Value>, name: string): Branch<Value> {
  const branches = (branch.branches ??= new Map<string, Branch<Value>>());
  let next = branches.get(name);
  if (next === undefined) branches.set(name, (next = { value: undefined, branches: undefined }));
  return next;
}
