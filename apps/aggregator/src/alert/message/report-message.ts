import { bytesText } from '../../analyse/pattern/wording.js';
import type { Message } from './message.js';
import { linesText, nameText } from './plain.js';

/** A mail is no larger than most servers take: what is packed for it grows by a third. */
export const MOST_ATTACHED_BYTES = 10_000_000;

/** A file of a report, as messages tell of it. */
export interface ReportFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: number;
  /** Where it can be had; null where weir's address is not known. */
  readonly url: string | null;
}

/** What a message tells of a report, in the place of alerts. */
export interface ReportNews {
  readonly jobId: string;
  /** Plain sentences. */
  readonly lines: readonly string[];
  readonly files: readonly ReportFile[];
  /** Whether a mail carries the files; else they are too large for it. */
  readonly isAttached: boolean;
}

/** A file that goes with a mail: read when it is sent, and never kept with the message. */
export interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

/** What is told of a report that was made, or could not be. */
export interface ReportTold {
  readonly jobId: string;
  /** What it was saved as. */
  readonly name: string;
  /** "1 Oct 2026, 00:00 to 1 Nov 2026, 00:00 (Europe/Berlin)"; null where it could not be made out. */
  readonly range: string | null;
  /** Why it could not be made; null = it was. */
  readonly failure: string | null;
  readonly files: readonly Omit<ReportFile, 'url'>[];
  /** Of the dashboard, as people reach it; null = not known. */
  readonly baseUrl: string | null;
  readonly atMs: number;
}

/** The message that tells of a report. Its id is the job's, so that it is told once. */
export function reportMessage(told: ReportTold): Message {
  const { jobId, failure, baseUrl, atMs } = told;
  const base = baseUrl?.replace(/\/+$/, '') ?? null;
  // Field by field: what is kept of a file beside these is nobody's business.
  const files = told.files.map(({ name, type, bytes }) => ({
    ...{ name, type, bytes },
    url: base && `${base}/api/v1/job/${jobId}/file/${encodeURIComponent(name)}`,
  }));
  const isAttached = files.reduce((sum, { bytes }) => sum + bytes, 0) <= MOST_ATTACHED_BYTES;
  return {
    ...{ id: jobId, kind: 'report', threads: [], severity: failure === null ? 'info' : 'warning', atMs },
    ...{ title: `${failure === null ? 'Report' : 'Report failed'}: ${nameText(told.name)}`, items: [], moreCount: 0 },
    url: base && `${base}/reports?job=${jobId}`,
    report: { jobId, lines: linesOf(told, isAttached), files, isAttached },
  };
}

function linesOf({ range, failure, files, baseUrl }: ReportTold, isAttached: boolean): string[] {
  const tooLarge = `The files take ${bytesText(files.reduce((sum, { bytes }) => sum + bytes, 0))}, more than a mail carries: they are in weir, under Reports.`;
  return [
    ...(range === null ? [] : [range]),
    ...(failure === null ? [] : [linesText(`It could not be made: ${failure}`)]),
    ...files.map(({ name, bytes }) => `${name}, ${bytesText(bytes)}`),
    ...(isAttached ? [] : [tooLarge]),
    ...(baseUrl === null && files.length > 0 ? ['There is no link: WEIR_PUBLIC_URL is not set.'] : []),
  ];
}
