/** A WebAssembly module that needs nothing from outside and does not grow its memory. */
export interface WasmModule {
  readonly memory: ArrayBuffer;
  /** Numbers in, a number out (undefined for none). Throws for a name that is not exported. */
  readonly exported: (name: string) => (...values: readonly number[]) => number;
}

export function instantiateWasm(base64: string): WasmModule {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(base64, 'base64')));
  const { memory } = instance.exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new TypeError('the module has no memory');
  return {
    memory: memory.buffer,
    exported: (name) => {
      const value = instance.exports[name];
      if (typeof value !== 'function') throw new TypeError(`the module has no function ${name}`);
      return value;
    },
  };
}
