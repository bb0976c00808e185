/** Detection rules in the languages of other tools. */
import type { ExportTarget } from '../../model/rules-export.ts';
import { exportEql } from './eql/export.ts';
import type { Exported, Exporter, ExportRequest } from './exporter.ts';
import { exportOsquery } from './osquery/export.ts';
import { exportSanta } from './santa/export.ts';
import { exportSigma } from './sigma/export.ts';

const EXPORTERS: Readonly<Record<ExportTarget, Exporter>> = {
  sigma: exportSigma,
  osquery: exportOsquery,
  santa: exportSanta,
  eql: exportEql,
};

/** The rule set was checked before. */
export function exportRules(target: ExportTarget, request: ExportRequest): Exported {
  return EXPORTERS[target](request);
}
