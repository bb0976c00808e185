// Made from schemas/doctor.schema.json by `npm run generate`. Do not edit.

/**
 * What `esdrift doctor --json` prints.
 */
export interface DoctorReport {
  kind: 'esdrift.doctor';
  producer: Producer;
  /**
   * As the runtime names it: darwin, linux, …
   */
  platform: string;
  /**
   * No check failed. The exit code is 6 otherwise.
   */
  canRecord: boolean;
  /**
   * Who needs Full Disk Access here; null where there is no such thing.
   */
  responsible: string | null;
  checks: {
    id:
      | 'macos'
      | 'eslogger'
      | 'events'
      | 'root'
      | 'full-disk-access'
      | 'disk'
      | 'recorders'
      | 'jobs'
      | 'clock'
      | 'power'
      | 'file-vault'
      | 'node'
      | 'zstd';
    /**
     * fail: no recording here. warn: not all that it could be, or the check could not look.
     */
    level: 'ok' | 'warn' | 'fail';
    found: string;
    /**
     * What to do; null where there is nothing to do.
     */
    remedy: string | null;
  }[];
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
