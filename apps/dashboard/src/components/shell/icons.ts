/** Strokes of the icons, on a square of 24. */
export const ICONS = {
  overview: 'M4 13h6V4H4zM14 20h6v-9h-6zM4 20h6v-3H4zM14 7h6V4h-6z',
  hosts: 'M4 4.5h16V11H4zM4 13h16v6.5H4zM7.5 7.75h.01M7.5 16.25h.01',
  interfaces: 'M4 6h16v9h-3.5v4h-9v-4H4zM9 6v3.5M12 6v3.5M15 6v3.5',
  containers: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9',
  networks:
    'M12 3.5a2.25 2.25 0 1 1 0 4.5 2.25 2.25 0 1 1 0-4.5M5.5 16a2.25 2.25 0 1 1 0 4.5 2.25 2.25 0 1 1 0-4.5M18.5 16a2.25 2.25 0 1 1 0 4.5 2.25 2.25 0 1 1 0-4.5M12 8v4M5.5 16v-4h13v4',
  workloads: 'M12 3.5l9 4.75-9 4.75-9-4.75zM3 12.5l9 4.75 9-4.75M3 16.25L12 21l9-4.75',
  patterns: 'M3 14.5h4l2-4 2.5 8L15 4l2.5 10.5H21',
  alerts: 'M6 16.5v-6a6 6 0 1 1 12 0v6l1.5 2h-15zM10 21h4',
  capacity: 'M4 16.5a8 8 0 1 1 16 0M12 16.5l4-6.5M4 20h16',
  protocols: 'M4 8.5h14.5M15 5l3.5 3.5L15 12M20 15.5H5.5M9 12l-3.5 3.5L9 19',
  errors: 'M12 4l9 15.5H3zM12 10v4M12 16.75h.01',
  latency: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 1 1 0-17M12 7.5V12l3 2',
  timeline: 'M6 3v18M6 7.5h12.5M6 13h8M6 18.5h11M4.5 7.5h3M4.5 13h3M4.5 18.5h3',
  history: 'M4 4v16h16M7.5 15.5l4-5 3 3 5-7',
  compare: 'M4 5h6v14H4zM14 5h6v14h-6z',
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 1 1 0-13M15.5 15.5L20 20',
  filter: 'M4 6.5h16M7 12h10M10 17.5h4',
  pause: 'M8.5 5.5v13M15.5 5.5v13',
  play: 'M8 5.5l10 6.5-10 6.5z',
  menu: 'M4 7h16M4 12h16M4 17h16',
  more: 'M4.5 12a.75.75 0 1 0 1.5 0 .75.75 0 1 0-1.5 0M11.25 12a.75.75 0 1 0 1.5 0 .75.75 0 1 0-1.5 0M18 12a.75.75 0 1 0 1.5 0 .75.75 0 1 0-1.5 0',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  bookmark: 'M6.5 4h11v16L12 16l-5.5 4z',
  clock: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 1 1 0-17M12 7.5V12l3 2',
} as const;

export type IconName = keyof typeof ICONS;
