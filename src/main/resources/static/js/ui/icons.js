import { svg } from 'lit-html';

/** Drawn on a grid of 24. They say nothing to a screen reader; the text beside them does. */
const PATHS = {
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M20 20l-4-4',
  minus: 'M5 12h14',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M15 5l-7 7 7 7',
  cash: 'M3 7h18v10H3zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5',
  card: 'M3 6h18v12H3zM3 10h18M7 15h4',
  transfer: 'M4 9h14l-4-4M20 15H6l4 4',
  discount: 'M6 18L18 6M7.5 6a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3M16.5 15a1.5 1.5 0 1 0 0 3'
      + ' 1.5 1.5 0 0 0 0-3',
  tip: 'M12 20s-7-4.4-7-9.5A3.9 3.9 0 0 1 12 8a3.9 3.9 0 0 1 7 2.5C19 15.6 12 20 12 20',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 20c1-4 4-6 8-6s7 2 8 6',
  note: 'M5 4h14v11l-5 5H5zM14 20v-5h5',
  print: 'M7 8V4h10v4M7 17H4V8h16v9h-3M7 14h10v6H7z',
  check: 'M5 12.5l4.5 4.5L19 7',
  alert: 'M12 4l9 16H3zM12 10v4M12 17v.5',
  sales: 'M4 20V4M4 20h16M8 16v-4M12 16V7M16 16v-6',
  products: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
  staff: 'M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M3 19c.6-3.4 3-5 6-5s5.4 1.6 6 5M16 6a3 3 0 0 1 0 5'
      + 'M18 14.5c1.7.7 2.7 2.2 3 4.5',
  places: 'M4 5h16v10H4zM9 19h6M12 15v4',
  tariffs: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4l3 2',
  seats: 'M7 4v9h10V4M5 13h14M7 13v7M17 13v7',
  passes: 'M4 7h16v3a2 2 0 0 0 0 4v3H4v-3a2 2 0 0 0 0-4zM14 7v10',
  audit: 'M6 3h9l4 4v14H6zM15 3v4h4M9 12h6M9 16h6',
  file: 'M12 4v10M8 10l4 4 4-4M5 19h14',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4.5l3 2',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  desk: 'M3 9h18M5 9v10M19 9v10M14 9v5h5',
  table: 'M3 8h18l-2 4H5zM8 12l-2 8M16 12l2 8',
  room: 'M5 20V4h14v16M3 20h18M15 12h.01M9 4v16',
  people: 'M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M3 19c.6-3.5 3-5 6-5s5.4 1.5 6 5M16 5.5a3 3 0 0 1'
      + ' 0 5.5M17.5 14.3c2 .6 3.2 2.2 3.5 4.7',
  move: 'M4 12h15l-5-5M19 12l-5 5',
};

/** @param {keyof PATHS} name */
export function icon(name) {
  return svg`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d=${PATHS[name]} /></svg>`;
}
