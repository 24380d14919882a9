import { html, nothing, svg } from 'lit-html';
import { t } from '../lang.js';

/**
 * Small plots to look at. Each says its title and its highest value to who does not see it, and has
 * the same numbers as a table.
 */

const WIDTH = 720;
const HEIGHT = 240;
const LEFT = 64;
const BOTTOM = 36;
const TOP = 14;

/** @param {number} most @returns {number[]} about four round marks from 0 on */
export function marks(most) {
  const rough = Math.max(most, 1e-9) / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find(each => each * magnitude >= rough) * magnitude;
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, index) => index * step);
}

/**
 * One bar for each of a few things in order.
 *
 * @param {object} plot
 * @param {string} plot.title
 * @param {string[]} plot.columns of the table
 * @param {{label: string, value: number, more: string}[]} plot.points
 * @param {(value: number) => string} plot.valueText
 * @param {(value: number) => string} plot.axisText
 */
export function bars({ title, columns, points, valueText, axisText }) {
  const most = Math.max(...points.map(point => point.value), 1);
  const scale = marks(most);
  const top = scale.at(-1) ?? most;
  const slot = (WIDTH - LEFT) / points.length;
  const y = value => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
  const best = points.reduce((a, b) => b.value > a.value ? b : a);
  return figure(title, `${best.label}: ${valueText(best.value)}`, svg`
    ${grid(scale, y, axisText)}
    ${points.map(({ label, value, more }, index) => svg`
      <rect class="bar-of" x=${LEFT + index * slot + slot * 0.12} width=${slot * 0.76}
        y=${y(value)} height=${Math.max(0, y(0) - y(value))} rx="3">
        <title>${label} · ${valueText(value)} · ${more}</title></rect>
      ${index % 2 === 0 ? svg`<text class="tick ${index % 4 === 0 ? '' : 'fine'}"
        text-anchor="middle" x=${LEFT + (index + 0.5) * slot}
        y=${HEIGHT - 8}>${label}</text>` : nothing}`)}`,
  columns, points.map(({ label, value, more }) => [label, valueText(value), more]));
}

/**
 * What something costs from one point on until the next.
 *
 * @param {object} plot
 * @param {string} plot.title
 * @param {string[]} plot.columns
 * @param {{at: number, value: number}[]} plot.points the first at 0
 * @param {number} plot.until
 * @param {(at: number) => string} plot.atText
 * @param {(value: number) => string} plot.valueText
 * @param {(value: number) => string} plot.axisText
 */
export function steps({ title, columns, points, until, atText, valueText, axisText }) {
  const scale = marks(Math.max(...points.map(point => point.value), 1));
  const { x, y } = axes(until, scale.at(-1) ?? 1);
  const path = points.map(({ at, value }, index) => `${index === 0 ? 'M' : 'H'}${x(at)}`
      + `${index === 0 ? ` ${y(value)}` : `V${y(value)}`}`).join('') + `H${x(until)}`;
  const last = points.at(-1);
  return figure(title, `${atText(last.at)}: ${valueText(last.value)}`, svg`
    ${grid(scale, y, axisText)}<path class="line" d=${path} />
    ${[0, 0.25, 0.5, 0.75, 1].map(part => svg`<text class="tick" text-anchor="middle"
      x=${Math.min(x(until * part), WIDTH - 24)} y=${HEIGHT - 8}>
      ${atText(Math.round(until * part))}</text>`)}`,
  columns, points.map(({ at, value }) => [atText(at), valueText(value)]));
}

/**
 * What was measured over time; null where nothing was, and the line is broken there.
 *
 * @param {object} plot
 * @param {string} plot.title
 * @param {string[]} plot.columns the time, then each line
 * @param {{at: number, values: (number | null)[]}[]} plot.samples
 * @param {(at: number) => string} plot.atText
 * @param {(value: number) => string} plot.valueText
 */
export function lines({ title, columns, samples, atText, valueText }) {
  const known = samples.flatMap(({ values }) => values).filter(value => value !== null);
  const scale = marks(Math.max(...known, 1));
  const begin = samples[0]?.at ?? 0;
  const { x, y } = axes(Math.max(1, (samples.at(-1)?.at ?? 1) - begin), scale.at(-1) ?? 1);
  const names = columns.slice(1);
  const text = value => value === null ? '–' : valueText(value);
  return figure(title, names.map((name, index) => `${name}: ${text(
    samples.at(-1)?.values[index] ?? null)}`).join(', '), svg`
    ${grid(scale, y, valueText)}
    ${names.map((_, line) => svg`<path class="line line-${line}" d=${samples.map(
      ({ at, values }, index) => values[line] === null ? '' : `${index === 0
        || samples[index - 1].values[line] === null ? 'M' : 'L'}${x(at - begin)} ${
        y(values[line])}`).join('')} />
      ${samples.map(({ at, values }) => values[line] === null ? nothing : svg`<circle r="2.5"
        class="dot dot-${line}" cx=${x(at - begin)} cy=${y(values[line])}>
        <title>${atText(at)} · ${valueText(values[line])}</title></circle>`)}`)}
    ${[samples[0], samples.at(-1)].filter((each, index, all) => each && all.indexOf(each) === index)
      .map(({ at }, index) => svg`<text class="tick" y=${HEIGHT - 8}
        text-anchor=${index === 0 ? 'start' : 'end'} x=${index === 0 ? LEFT : WIDTH}>${atText(at)}
      </text>`)}`,
  columns, samples.map(({ at, values }) => [atText(at), ...values.map(text)]),
  names.length > 1 ? names : []);
}

function axes(until, top) {
  return { x: at => LEFT + (WIDTH - LEFT - 8) * at / until,
    y: value => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top) };
}

function grid(scale, y, text) {
  return scale.map(mark => svg`
    <line class="rule" x1=${LEFT} x2=${WIDTH} y1=${y(mark)} y2=${y(mark)} />
    <text class="tick" text-anchor="end" x=${LEFT - 8} y=${y(mark) + 4}>${text(mark)}</text>`);
}

function figure(title, summary, content, columns, rows, legend = []) {
  return html`<figure class="plot"><figcaption>${title}${legend.map((name, index) => html`
      <span class="key key-${index}">${name}</span>`)}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}. ${summary}">
      ${content}</svg>
    <details><summary>${t('plot.table')}</summary><div class="scroll" tabindex="0" role="region"
      aria-label=${title}><table class="list"><thead><tr>${columns.map(column => html`
        <th scope="col">${column}</th>`)}</tr></thead><tbody>${rows.map(row => html`<tr>
        ${row.map(cell => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div></details>
  </figure>`;
}
