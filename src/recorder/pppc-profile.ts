/**
 * A configuration profile with one Privacy Preferences Policy Control payload: Full Disk Access (SystemPolicyAllFiles) for eslogger as the program
 * of a LaunchDaemon, which is how `esdrift arm` runs it. macOS takes the payload from a user-approved MDM only; installed by hand it does nothing.
 * Keys: developer.apple.com/documentation/devicemanagement/privacypreferencespolicycontrol ("Allow manual install: N/A").
 */
import { nameUuid } from '../model/name-uuid.ts';
import { propertyList } from '../model/property-list.ts';

export interface PppcChoice {
  /** Names the profile: an MDM replaces one by the next that has the same. */
  readonly payloadIdentifier: string;
  readonly organization: string | undefined;
  readonly codeRequirement: string;
}

const ESLOGGER = '/usr/bin/eslogger';
const TITLE = 'Full Disk Access for eslogger';

/** XML. Errors: RangeError where a text has a control character. */
export function pppcProfile({ payloadIdentifier, organization, codeRequirement }: PppcChoice): string {
  const policyIdentifier = `${payloadIdentifier}.policy`;
  return propertyList({
    PayloadContent: [
      {
        PayloadDisplayName: TITLE,
        PayloadIdentifier: policyIdentifier,
        PayloadType: 'com.apple.TCC.configuration-profile-policy',
        PayloadUUID: payloadUuidOf(policyIdentifier),
        PayloadVersion: 1,
        Services: {
          SystemPolicyAllFiles: [
            {
              Allowed: true,
              CodeRequirement: codeRequirement,
              Comment: 'eslogger as a job of launchd, as esdrift arm installs it',
              Identifier: ESLOGGER,
              IdentifierType: 'path',
              StaticCode: false,
            },
          ],
        },
      },
    ],
    PayloadDescription:
      'Lets /usr/bin/eslogger record Endpoint Security events when launchd runs it. Takes effect only when a user-approved MDM delivers it.',
    PayloadDisplayName: TITLE,
    PayloadIdentifier: payloadIdentifier,
    ...(organization === undefined ? {} : { PayloadOrganization: organization }),
    PayloadScope: 'System',
    PayloadType: 'Configuration',
    PayloadUUID: payloadUuidOf(payloadIdentifier),
    PayloadVersion: 1,
  });
}

export function payloadUuidOf(identifier: string): string {
  return nameUuid('esdrift pppc', identifier).toUpperCase();
}
