import { forEachLine } from '../eslogger/lines.ts';
import type { TraceHeader } from '../model/trace.ts';
import type { SecretPlace, SecretsLeft } from '../model/trace-report.ts';
import { SecretScanner } from '../recorder/redaction/secret-scanner.ts';
import { changeHeader, changeRecord } from '../recorder/redaction/trace-texts.ts';
import type { LineMeta } from '../trace/account.ts';
import type { ScanPart } from '../trace/scan.ts';

const MOST_PLACES = 100;
const NOWHERE = { line: null, globalSeq: null, type: null, key: null } as const;

/** What redaction would still replace in a trace, and where: kinds and places only. */
export class SecretCheck {
  #policy: TraceHeader['redaction']['policy'] = 'unknown';
  #scanner = new SecretScanner();
  #lines = 0;
  #found = 0;
  readonly #byKind = new Map<string, number>();
  readonly #places: SecretPlace[] = [];

  /** Parts of a trace in their order. */
  add(part: ScanPart): void {
    if (part.kind === 'header') this.#header(part.header);
    else if (part.kind === 'data') this.#lines += this.#data(part.content, part.metas);
    else if (part.kind === 'records') {
      for (const record of part.frame.records)
        changeRecord(
          record,
          this.#scanner.texts((kind) => this.#add({ ...NOWHERE, where: 'record', type: record.kind, kind })),
        );
    }
  }

  finish(): SecretsLeft {
    return {
      policy: this.#policy,
      refused: this.#policy === 'none' || this.#policy === 'unknown',
      found: this.#found,
      byKind: Object.fromEntries([...this.#byKind].sort(([a], [b]) => (a < b ? -1 : 1))),
      places: this.#places,
    };
  }

  #header(header: TraceHeader): void {
    this.#policy = header.redaction.policy;
    this.#scanner = new SecretScanner(this.#policy === 'strict' ? 'strict' : 'default');
    changeHeader(
      header,
      this.#scanner.texts((kind) => this.#add({ ...NOWHERE, where: 'header', kind })),
    );
  }

  #data(content: Buffer, metas: readonly LineMeta[]): number {
    const left = this.#scanner.scan(content);
    if (left.length === 0) return metas.length;
    const lineAt = new Map<number, number>();
    forEachLine(content, (start) => lineAt.set(start, lineAt.size));
    for (const { kind, key, lineOffset } of left) {
      const index = lineAt.get(lineOffset) ?? 0;
      const meta = metas[index];
      this.#add({
        where: 'event',
        line: this.#lines + index + 1,
        globalSeq: meta?.globalSeq ?? null,
        type: meta?.type ?? null,
        key: key === '' ? null : key,
        kind,
      });
    }
    return metas.length;
  }

  #add(place: SecretPlace): void {
    this.#found += 1;
    this.#byKind.set(place.kind, (this.#byKind.get(place.kind) ?? 0) + 1);
    if (this.#places.length < MOST_PLACES) this.#places.push(place);
  }
}
