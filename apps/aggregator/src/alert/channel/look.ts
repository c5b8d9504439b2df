import { type Message, shownOf } from '../message/message.js';

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
  const { items, moreCount } = shownOf(message);
  const lines = items.flatMap(({ sentence, time, runbookUrl }) => [
    `• ${sentence} (${time})`,
    ...(runbookUrl === null ? [] : [`  What to do: ${runbookUrl}`]),
  ]);
  return moreCount > 0 ? [...lines, `and ${moreCount} more`] : lines;
}
