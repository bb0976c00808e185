// Made from schemas/trace-header.schema.json by `npm run generate`. Do not edit.

type Provenance = 'recorded' | 'imported' | 'synthetic';
type Method = 'ota' | 'full-installer' | 'background-security-improvement' | 'control' | 'unknown';

/**
 * First frame of a trace file (skippable, magic 0x184D2A50). An absent key means unknown.
 */
export interface TraceHeader {
  kind: 'esdrift.trace';
  formatVersion: number;
  producer: Producer;
  /**
   * UUIDv7 of the recording.
   */
  id: string;
  provenance: Provenance;
  /**
   * The tool whose capture it is, where that is not eslogger.
   */
  format?: 'mac-monitor' | 'osquery';
  method: Method;
  labels: Labels;
  host: {
    arch?: 'arm64' | 'x86_64';
    model?: string;
    virtualMachine?: boolean;
    sip?: 'enabled' | 'disabled';
  };
  os?: OsVersion;
  target?: OsVersion;
  eslogger?: {
    path?: string;
    /**
     * What was subscribed.
     */
    events?: string[];
    select?: string[];
  };
  redaction: {
    policy: 'none' | 'default' | 'strict' | 'unknown';
  };
  /**
   * RFC 3339, UTC.
   */
  startedAt: string;
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
/**
 * Free names and values that describe the recording.
 */
interface Labels {
  [k: string]: string;
}
interface OsVersion {
  /**
   * As sw_vers prints it, e.g. 26.2.
   */
  productVersion: string;
  /**
   * As sw_vers prints it, e.g. 25C56.
   */
  buildVersion: string;
}
