/** The code of the page, as the build makes it. */
export interface PageAsset {
  readonly script: string;
  /** `sha256-…`, for the Content Security Policy. */
  readonly scriptHash: string;
  readonly style: string;
  readonly styleHash: string;
  /** The worker that opens traces: JavaScript, gzip, base64. */
  readonly worker: string;
}
