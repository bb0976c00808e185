// Made from schemas/error.schema.json by `npm run generate`. Do not edit.

/**
 * What a failed command prints under --json.
 */
export interface ErrorDocument {
  kind: 'esdrift.error';
  code: string;
  message: string;
  hint: string;
  exitCode: number;
}
