import { type Message, shownOf } from '../message/message.js';
import type { ReportNews } from '../message/report-message.js';

/** Whether a message tells that something is over. */
export function isOver({ kind }: Message): boolean {
  return kind === 'resolved' || kind === 'partly resolved';
}

/** `#rrggbb` without its mark, for services that colour messages. */
export function colourOf(message: Message): string {
  return isOver(message) ? '1b7a43' : { info: '1d6fb8', warning: 'a35b00', critical: 'c62828' }[message.severity];
}

/** What follows the title, as plain lines. */
export function linesOf(message: Message): string[] {
  if (message.report) return linesOfReport(message.report);
  const { items, moreCount } = shownOf(message);
  const lines = items.flatMap(({ sentence, time, runbookUrl }) => [
    `• ${sentence} (${time})`,
    ...(runbookUrl === null ? [] : [`  What to do: ${runbookUrl}`]),
  ]);
  return moreCount > 0 ? [...lines, `and ${moreCount} more`] : lines;
}

/** What is told of a report, and where its files are. */
function linesOfReport({ lines, files }: ReportNews): string[] {
  return [...lines, ...files.flatMap(({ url }) => (url === null ? [] : [url]))];
}
