/** The part of the standard that is used here; @types/node does not bring it. https://webassembly.github.io/spec/js-api/ */
declare namespace WebAssembly {
  class Memory {
    readonly buffer: ArrayBuffer;
  }
  class Module {
    private readonly brand;
    constructor(bytes: Uint8Array);
  }
  class Instance {
    readonly exports: Readonly<Record<string, Memory | ((...values: readonly number[]) => number)>>;
    constructor(module: Module, imports?: object);
  }
}
