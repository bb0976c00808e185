// Made from schemas/profiles-written.schema.json by `npm run generate`. Do not edit.

/**
 * What `esdrift profile --out PATH --json` prints. Without --out it prints the profile.
 */
export interface ProfilesWrittenDocument {
  kind: 'esdrift.profiles-written';
  formatVersion: 1;
  profiles: {
    /**
     * The trace as it was named.
     */
    trace: string;
    /**
     * The profile that was written.
     */
    path: string;
    bytes: number;
    events: number;
    facts: number;
  }[];
}
