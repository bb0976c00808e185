/** What the file holds beside its code: documents as JSON, which the build of the report checked. */
import type { DriftReport } from '../model/drift.ts';
import type { History } from '../model/history.ts';
import type { PageDocument } from '../model/page.ts';

export interface PageParts {
  readonly report: DriftReport | undefined;
  readonly page: PageDocument | undefined;
  readonly history: History | undefined;
}

export function readParts(): PageParts {
  return {
    report: read('esdrift-report') as DriftReport | undefined,
    page: read('esdrift-page') as PageDocument | undefined,
    history: read('esdrift-history') as History | undefined,
  };
}

/** The renderer wrote it into this file, from a value of the type it is taken for. */
function read(id: string): unknown {
  const text = document.getElementById(id)?.textContent ?? '';
  return text === '' ? undefined : JSON.parse(text);
}
