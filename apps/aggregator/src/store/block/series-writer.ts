import { BitWriter } from './bits.js';
import { makeColumn, type Reference, referencesBefore, TWIN, writeColumn } from './column.js';
import { writeRuns } from './runs.js';
import { aligned, type PlannedSeries, type Twin, twinColumn } from './twins.js';

/** Writes one series after another. */
export class SeriesWriter {
  /** A column as it is being written, then copied behind its length. */
  private readonly part = new BitWriter();

  constructor(private readonly frameCount: number) {}

  /** Writes a series: its twin, when it moved, which columns are not all zero, and each of those after its length. */
  readonly write = (body: BitWriter, series: PlannedSeries, twin: Twin | undefined): void => {
    const { frames, columns } = series;
    const isTogether = writeTwin(body, frames, twin);
    if (!isTogether) writeRuns(body, frames, this.frameCount);
    for (const { max } of columns) body.bits(max > 0 ? 1 : 0, 1);
    const { part } = this;
    columns.forEach((column, index) => {
      if (column.max === 0) return;
      part.clear();
      writeColumn(part, column, [
        ...twinReference(series, index, twin, isTogether),
        ...referencesBefore(columns, index),
      ]);
      body.number(part.at);
      body.append(part);
    });
  };
}

/** Answers whether both moved in the same frames. */
function writeTwin(body: BitWriter, frames: Uint32Array, twin: Twin | undefined): boolean {
  body.bits(twin ? 1 : 0, 1);
  if (!twin) return false;
  body.number(twin.back);
  body.bits(twin.isMirrored ? 1 : 0, 1);
  const isTogether =
    twin.series.frames.length === frames.length && frames.every((frame, row) => frame === twin.series.frames[row]);
  body.bits(isTogether ? 1 : 0, 1);
  return isTogether;
}

function twinReference(
  { frames, columns }: PlannedSeries,
  index: number,
  twin: Twin | undefined,
  isTogether: boolean,
): Reference[] {
  const other = twin && twin.series.columns[twinColumn(index, twin.isMirrored)];
  if (!other || !columns[index]) return [];
  if (isTogether) return [{ number: TWIN, column: other }];
  const values = new Float64Array(frames.length);
  aligned(frames, frames.length, twin.series.frames, twin.series.frames.length, other.values, values);
  return [{ number: TWIN, column: makeColumn(values) }];
}
