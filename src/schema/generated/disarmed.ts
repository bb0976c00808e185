// Made from schemas/disarmed.schema.json by `npm run generate`. Do not edit.

/**
 * What `esdrift disarm --json` prints.
 */
export interface Disarmed {
  kind: 'esdrift.disarmed';
  producer: Producer;
  removed: string[];
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
