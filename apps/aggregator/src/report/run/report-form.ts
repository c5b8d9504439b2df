import type { ReportFormat } from '@weir/model';
import type { ReportAsked } from '../content/report-asked.js';

/** When a saved report is made, in which formats, and whom it goes to. */
export interface ReportSchedule {
  /** Null = only when somebody asks. */
  readonly cron: string | null;
  /** Whose clocks the cron expression goes by; IANA name. */
  readonly timeZone: string;
  readonly formats: readonly ReportFormat[];
  /** Names of channels; none = it is only kept. */
  readonly channels: readonly string[];
}

/** What a job of kind `report` is asked for. */
export interface ReportJobAsked {
  /** What it was saved as; null = it was not. */
  readonly name: string | null;
  readonly asked: ReportAsked;
  readonly formats: readonly ReportFormat[];
  readonly channels: readonly string[];
}
