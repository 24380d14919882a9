import { render } from 'lit-html';

const WIDTH = 'comanda.paper';
const WIDTHS = [80, 58];
const MARGIN_MM = 3;
const MM_PER_PX = 25.4 / 96;

const page = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, page];

/** Millimetres of the roll in this register's printer. */
export function paper() {
  const kept = Number(localStorage.getItem(WIDTH));
  return WIDTHS.includes(kept) ? kept : WIDTHS[0];
}

/** The other width. */
export function turnPaper() {
  const next = WIDTHS[(WIDTHS.indexOf(paper()) + 1) % WIDTHS.length];
  localStorage.setItem(WIDTH, String(next));
}

/**
 * Prints on a page as long as what is on it: a roll has no pages.
 *
 * @param {unknown} receipt
 */
export function print(receipt) {
  const sheet = /** @type {HTMLElement} */ (document.getElementById('paper'));
  render(receipt, sheet);
  sheet.dataset.width = String(paper());
  const height = Math.ceil(sheet.scrollHeight * MM_PER_PX) + 2 * MARGIN_MM;
  page.replaceSync(`@page { size: ${paper()}mm ${height}mm; margin: 0; }`);
  window.print();
}
