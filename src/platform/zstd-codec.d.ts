/** The part of zstd-codec that is used; the package brings no types. */
declare module 'zstd-codec' {
  interface Simple {
    /** Null where it fails. */
    compress(content: Uint8Array, level?: number): Uint8Array | null;
    /** Null where it fails, and for content of zero bytes. Throws a string-like abort when its 16 MiB heap is full. */
    decompress(frame: Uint8Array): Uint8Array | null;
  }
  interface Codec {
    readonly Simple: new () => Simple;
  }
  const module: { readonly ZstdCodec: { run(ready: (codec: Codec) => void): void } };
  export default module;
}
