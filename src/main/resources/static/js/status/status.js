import { t } from '../lang.js';
import { Page } from '../ui/page.js';
import { Metrics, within } from './metrics.js';
import { statusView } from './views.js';

const EVERY_MS = 5_000;
/** A quarter of an hour of looks. */
const MOST = 180;
const EXAMINATION_MS = 120_000;

/**
 * How the server fares, looked at every few seconds. What it was a moment ago stays on the screen,
 * with its age, while the server does not answer.
 */
export class Status extends Page {
  title = 'page.status';
  roles = ['admin', 'operator'];
  /** @type {{status: string, checks: Record<string, string>} | null} */
  ready = null;
  /** docs/openapi.json, `HealthDetail`. @type {any} */
  detail = null;
  /** @type {Metrics | null} */
  metrics = null;
  /**
   * Orders a minute; their mean time and within what 95 % were answered, in ms.
   * @type {{at: number, values: (number | null)[]}[]}
   */
  samples = [];
  /** docs/openapi.json, `Books`. @type {any} */
  books = null;
  examining = false;
  /** When it last answered, by this machine. */
  seenAt = 0;
  #timer = 0;
  /** @type {{at: number, count: number, sum: number, buckets: Map<number, number>} | null} */
  #before = null;
  #looking = false;

  async opened() {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.session && !document.hidden && this.look(), EVERY_MS);
    await this.look();
  }

  /** The books were examined, here or on another instance. @param {{examinedAt?: string}} doctor */
  async #examined({ examinedAt }) {
    if (examinedAt && examinedAt !== this.books?.examinedAt) {
      const answer = await this.api.get('/api/system/doctor');
      this.books = answer.ok ? answer.body.last : this.books;
    }
  }

  /** Asks for everything once. */
  async look() {
    if (this.#looking) {
      return;
    }
    this.#looking = true;
    const [ready, detail, metrics] = await Promise.all([
      this.api.get('/ready'),
      this.api.get('/api/system/health/detailed'),
      this.api.get('/metrics', { text: true }),
    ]);
    this.#looking = false;
    this.ready = ready.body?.checks ? ready.body : { status: 'no-answer', checks: {} };
    if (detail.ok && metrics.ok) {
      this.detail = detail.body;
      this.metrics = new Metrics(metrics.body);
      this.seenAt = Date.now();
      this.#sample(this.metrics);
      await this.#examined(detail.body.doctor ?? {});
    }
    this.draw();
  }

  /** @param {Metrics} metrics */
  #sample(metrics) {
    const now = { at: Date.now(), count: metrics.sum('comanda_orders_seconds_count') ?? 0,
      sum: metrics.sum('comanda_orders_seconds_sum') ?? 0,
      buckets: metrics.buckets('comanda_orders_seconds') };
    const before = this.#before;
    if (before && now.at - before.at < EVERY_MS / 2) {
      return; // too short to tell a rate by
    }
    this.#before = now;
    if (before && now.count >= before.count) { // fewer: another instance or a new process
      const count = now.count - before.count;
      const slow = within(before.buckets, now.buckets, 0.95);
      const worst = Math.max(...metrics.all('comanda_orders_seconds_max').map(each => each.value));
      this.samples = [...this.samples, { at: now.at, values: [
        count * 60_000 / (now.at - before.at),
        count === 0 ? null : (now.sum - before.sum) * 1000 / count,
        slow === null ? null : (slow === Infinity ? worst : slow) * 1000] }].slice(-MOST);
    }
  }

  async examine() {
    if (this.examining) {
      return;
    }
    this.examining = true;
    this.said = null;
    this.draw();
    const answer = await this.api.call('POST', '/api/system/doctor',
        { patienceMs: EXAMINATION_MS });
    this.examining = false;
    if (answer.ok) {
      this.books = answer.body.last;
      this.say({ kind: this.books.good ? 'good' : 'bad', text: this.books.good ? t('books.good')
        : t('books.bad', { n: this.books.findings.length }) });
    } else {
      this.complain(answer, () => this.examine());
    }
  }

  view() {
    return statusView(this);
  }
}
