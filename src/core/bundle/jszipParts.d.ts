// Two modules inside jszip, which has no types for them: how it hands on content that is compressed already. Held by
// `archive.test.ts`, which reads what is written with jszip itself.

declare module 'jszip/lib/compressions.js' {
  /** A way to store content, opaque here. */
  export interface Compression {
    readonly magic: string;
  }
  const compressions: { readonly STORE: Compression; readonly DEFLATE: Compression };
  export default compressions;
}

declare module 'jszip/lib/compressedObject.js' {
  import type { Compression } from 'jszip/lib/compressions.js';

  /** Content with the numbers that headers need. `JSZip.file` takes it as data, which its types do not say. */
  export default class CompressedObject {
    readonly compressedSize: number;
    constructor(
      compressedSize: number,
      uncompressedSize: number,
      crc32: number,
      compression: Compression,
      data: Uint8Array,
    );
  }
}
