/** Columns of numbers that grow by doubling. */

/** In a column of rows. */
export const NONE = -1;

export function widerDoubles(column: Float64Array): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(2 * column.length);
  wider.set(column);
  return wider;
}

export function widerInts(column: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(2 * column.length);
  wider.set(column);
  return wider;
}
