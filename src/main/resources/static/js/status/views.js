import { html, nothing } from 'lit-html';
import { t } from '../lang.js';
import { icon } from '../ui/icons.js';
import { lines } from '../ui/plot.js';

/** Older than this, what stands there is no news. */
const STALE_MS = 15_000;
const KINDS = ['coworking', 'orders', 'catalog'];
/** Seconds from which on a lag deserves a look, and from which on somebody waits. */
const LATE_S = 1;
const CHECKS = ['traffic', 'database', 'schema'];

/** @typedef {import('./status.js').Status} Status */

/** @param {Status} status */
export function statusView(status) {
  const { detail, metrics, ready, seenAt } = status;
  const stale = seenAt > 0 && Date.now() - seenAt > STALE_MS;
  const word = stale || ready?.status === 'no-answer' ? 'away'
    : !detail ? 'asking' : ready?.status !== 'ready' ? 'unready'
      : detail.status === 'healthy' ? 'well' : 'degraded';
  return html`<main class="status"><header class="head">
      <h1 tabindex="-1">${t('page.status')}</h1>
      <p class="word ${word}" role="status">${icon(word === 'well' ? 'check' : 'alert')}
        ${t(`status.${word}`)}</p>
      <p class="hint seen">${seenAt ? t('status.seen', { time: clock(status, seenAt) }) : nothing}
      </p></header>
    <div class="cards">
      ${card('status.ready', checksView(ready))}
      ${detail ? html`
        ${card('status.release', versionView(detail.version))}
        ${card('status.deploy', deployView(detail.lastDeploy, status))}
        ${card('status.books', booksView(status))}
        ${card('status.hour', activityView(detail.activity, status))}
        ${card('status.log', logView(metrics))}
        ${card('status.screens', screensView(metrics, status))}
        ${card('status.process', processView(detail))}` : nothing}
    </div>
    ${detail ? plots(status) : nothing}
  </main>`;
}

function card(title, content) {
  return html`<section class="card"><h2>${t(title)}</h2>${content}</section>`;
}

/** A value, and whether it is as it should be: by a sign, not by its colour alone. */
function fact(label, value, good = true) {
  return html`<div><dt>${label}</dt><dd class=${good ? nothing : 'bad'}>${good ? nothing
    : icon('alert')}${value ?? '–'}</dd></div>`;
}

function checksView(ready) {
  return html`<dl class="facts">${Object.entries(ready?.checks ?? {}).map(([name, word]) =>
    fact(CHECKS.includes(name) ? t(`check.${name}`) : name, word === 'ok' ? t('check.ok') : word,
      word === 'ok'))}</dl>${ready?.status === 'no-answer' ? html`<p>${t('problem.no-answer')}</p>`
    : nothing}`;
}

function versionView({ version, commit, builtAt, schemaVersion, schemaExpected }) {
  return html`<p class="big">${version}</p><dl class="facts">
    ${fact(t('status.commit'), commit?.slice(0, 10))}
    ${fact(t('status.built'), builtAt?.slice(0, 10))}
    ${fact(t('status.schema'), schemaVersion === schemaExpected ? schemaVersion
      : t('status.schema.other', { is: schemaVersion ?? '–', expected: schemaExpected }),
    schemaVersion === schemaExpected)}</dl>`;
}

function deployView(deploy, { format }) {
  if (!deploy) {
    return html`<p class="hint">${t('deploy.none')}</p>`;
  }
  return html`<p class="big">${deploy.version}</p><dl class="facts">
    ${fact(t('deploy.result'), t(`deploy.${deploy.result ?? 'open'}`),
      deploy.result === 'success' || deploy.result === null)}
    ${fact(t('deploy.at'), format.moment(deploy.closedAt ?? deploy.startedAt))}
    ${fact(t('deploy.by'), deploy.deployedBy)}</dl>`;
}

function booksView(status) {
  const { books, examining, format } = status;
  return html`${books ? html`<p class="big ${books.good ? 'well' : 'bad'}">
      ${icon(books.good ? 'check' : 'alert')}${t(books.good ? 'books.short' : 'books.wrong')}</p>
    <dl class="facts">${fact(t('books.at'), format.moment(books.examinedAt))}
      ${fact(t('books.by'), books.examinedBy)}
      ${fact(t('books.checked'), `${books.checked} · ${format.count(books.millis)} ms`)}</dl>
    ${books.findings.length > 0 ? html`<ul class="findings">${books.findings.map(finding => html`
      <li><strong>${finding.row}</strong> ${finding.problem}</li>`)}</ul>` : nothing}`
    : html`<p class="hint">${t('books.none')}</p>`}
    <button aria-disabled=${String(examining)} @click=${() => status.examine()}>
      ${t(examining ? 'books.examining' : 'books.examine')}</button>`;
}

function activityView(activity, { format }) {
  return activity ? html`<p class="big">${t('hour.orders', { n: activity.ordersLastHour })}</p>
    <dl class="facts">${fact(t('hour.keys'), format.count(activity.idempotencyKeysLastHour))}
      ${fact(t('hour.sessions'), activity.activeCoworkingSessions)}</dl>`
    : html`<p class="hint">${t('hour.unknown')}</p>`;
}

function logView(metrics) {
  const seconds = name => metrics.sum(name);
  const late = (label, name) => fact(t(label), ago(seconds(name)),
      (seconds(name) ?? 0) < LATE_S);
  const waiting = metrics.sum('comanda_outbox_waiting') ?? 0;
  return html`<dl class="facts">
    ${late('log.tail', 'comanda_tail_lag_seconds')}
    ${fact(t('log.waiting'), waiting)}
    ${late('log.oldest', 'comanda_outbox_oldest_seconds')}
    ${fact(t('log.silence'), ago(seconds('comanda_sequencer_silence_seconds')))}</dl>`;
}

function screensView(metrics, { format }) {
  const of = (name, kind) => metrics.all(name).find(({ labels }) => labels.topic === kind)?.value
      ?? 0;
  return html`<p class="big">${t('screens.open', { n: metrics.sum('comanda_sockets') ?? 0 })}</p>
    <table class="small"><thead><tr><th scope="col">${t('screens.topic')}</th>
      <th scope="col">${t('screens.follow')}</th><th scope="col">${t('screens.behind')}</th></tr>
    </thead><tbody>${KINDS.map(kind => html`<tr><th scope="row">${t(`topic.${kind}`)}</th>
      <td>${format.count(of('comanda_screens', kind))}</td>
      <td>${of('comanda_screens_lag_messages', kind)} · ${ago(
        of('comanda_screens_lag_seconds', kind))}</td></tr>`)}</tbody></table>`;
}

function processView({ databaseMs, pool, process: { uptimeSeconds, residentMb, heapUsedMb,
  heapMaxMb } }) {
  return html`<dl class="facts">
    ${fact(t('process.database'), databaseMs === null ? t('process.away') : `${databaseMs} ms`,
      databaseMs !== null)}
    ${fact(t('process.pool'), `${pool.active} / ${pool.max}`, pool.waiting === 0)}
    ${fact(t('process.up'), ago(uptimeSeconds))}
    ${fact(t('process.memory'), `${residentMb ?? '–'} MiB`)}
    ${fact(t('process.heap'), `${heapUsedMb} / ${heapMaxMb} MiB`)}</dl>`;
}

/** @param {Status} status */
function plots(status) {
  const { samples } = status;
  if (samples.length === 0) {
    return html`<p class="hint">${t('plot.waiting')}</p>`;
  }
  const atText = at => clock(status, at);
  return html`<div class="plots">
    ${lines({ title: t('plot.orders'), columns: [t('plot.time'), t('plot.orders')], atText,
      samples: samples.map(({ at, values }) => ({ at, values: [values[0]] })),
      valueText: value => String(Math.round(value * 10) / 10) })}
    ${lines({ title: t('plot.latency'), atText,
      columns: [t('plot.time'), t('plot.mean'), t('plot.within')],
      samples: samples.map(({ at, values }) => ({ at, values: values.slice(1) })),
      valueText: value => `${Math.round(value)} ms` })}</div>`;
}

/** In the one unit that tells enough. @param {number | null} seconds */
function ago(seconds) {
  if (seconds === null) {
    return '–';
  }
  return seconds < 10 ? `${seconds.toFixed(1)} s` : seconds < 120 ? `${Math.round(seconds)} s`
    : seconds < 7200 ? `${Math.round(seconds / 60)} min`
      : seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}

function clock({ format }, at) {
  return format.second(at);
}
