// Made from schemas/pppc-written.schema.json by `npm run generate`. Do not edit.

/**
 * What `esdrift pppc --json` prints.
 */
export interface PppcWritten {
  kind: 'esdrift.pppc-written';
  producer: Producer;
  path: string;
  payloadIdentifier: string;
  payloadUuid: string;
  codeRequirement: string;
  codeRequirementFrom: 'given' | 'expected';
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
