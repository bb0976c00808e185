/** The forms a drift report can take, without what draws them. */
import { REPORT_FORMATS } from '../model/config.ts';

export const DRIFT_FORMATS = [...REPORT_FORMATS, 'github'] as const;
/** An HTML report needs more than the report: see html.ts. */
export type DriftFormat = Exclude<(typeof DRIFT_FORMATS)[number], 'html'>;

export function pointsAtLines(format: DriftFormat): boolean {
  return format === 'sarif' || format === 'github';
}
