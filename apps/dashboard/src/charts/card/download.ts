const LONGEST_NAME = 80;

/** A name that every file system takes, made of what a page calls the chart. */
export function fileName(title: string, at: Date, ending: 'csv' | 'png'): string {
  const words = title
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase()
    .slice(0, LONGEST_NAME)
    .replace(/^-+|-+$/g, '');
  const moment = at.toISOString().slice(0, 19).replace(/[:T]/g, '-');
  return `weir-${words || 'chart'}-${moment}.${ending}`;
}

/** Hands a file to the browser, which asks where to or takes it to the downloads. */
export function save(content: Blob, title: string, ending: 'csv' | 'png'): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName(title, new Date(), ending);
  link.click();
  // The download has begun by then; an address kept would keep the file in memory.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
