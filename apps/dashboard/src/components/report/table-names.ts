import type { ReportBlock, TableBlock } from '@weir/model';

/** What each table of a report is called where it is read aloud: by its title, and apart from others of that title. */
export function tableNames(blocks: readonly ReportBlock[]): ReadonlyMap<TableBlock, string> {
  const counts = new Map<string, number>();
  const tables = blocks.filter((block) => block.type === 'table');
  return new Map(
    tables.map((table) => {
      const title = table.title ?? table.id;
      const place = (counts.get(title) ?? 0) + 1;
      counts.set(title, place);
      return [table, place === 1 ? title : `${title}, ${place}`];
    }),
  );
}
