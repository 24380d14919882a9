import { html, nothing } from 'lit-html';
import { t } from '../lang.js';
import { Sheet } from '../ui/sheet.js';

/** One part of the manager's page: it loads what it shows and opens sheets to change it. */
export class Section {
  page;
  /** What was asked for and has not come, by its name. @type {Map<string, symbol>} */
  #asked = new Map();

  /** @param {import('../ui/page.js').Page} page */
  constructor(page) {
    this.page = page;
  }

  get api() {
    return this.page.api;
  }

  get format() {
    return this.page.format;
  }

  get loading() {
    return this.#asked.size > 0;
  }

  /** @returns {Promise<void>} */
  async load() {}

  /** @returns {unknown} */
  view() {
    return nothing;
  }

  /**
   * Reads what it shows; where that fails it says so and offers to try again.
   *
   * @param {string} path
   * @param {(body: any) => void} take
   * @param {string} [name] of what is asked for; an answer that comes after somebody asked for
   *   the same again, with another filter or by touching twice, is dropped
   */
  read(path, take, name = path.split('?')[0]) {
    return this.ask(name, () => this.api.get(path), take);
  }

  /**
   * @param {string} name as in `read`
   * @param {() => Promise<import('../api.js').Answer>} question
   * @param {(body: any) => void} take
   */
  async ask(name, question, take) {
    const mine = Symbol(name);
    this.#asked.set(name, mine);
    this.page.draw();
    const answer = await question();
    if (this.#asked.get(name) !== mine) {
      return;
    }
    this.#asked.delete(name);
    if (answer.ok) {
      take(answer.body);
    } else if (answer.status !== 401) {
      this.page.complain(answer, () => this.load());
    }
    this.page.draw();
  }

  /** @param {ConstructorParameters<typeof Sheet>[1]} sheet */
  open(sheet) {
    this.page.lay(new Sheet(this.page, sheet));
  }

  /** It is done: that is told, and what is shown is read again. @param {string} text */
  done(text) {
    this.page.praise(text);
    return this.load();
  }

  /**
   * Does something at once, and tells what came of it.
   *
   * @param {string} method @param {string} path @param {object | undefined} body
   * @param {string} text
   */
  async act(method, path, body, text) {
    const answer = await this.api.call(method, path, { body });
    if (answer.ok) {
      await this.done(text);
    } else {
      this.page.complain(answer);
    }
  }

  /** @param {unknown} title @param {unknown} [actions] */
  head(title, actions = nothing) {
    return html`<header class="head"><h1 tabindex="-1">${title}</h1>
      <div class="actions">${actions}</div></header>`;
  }

  /**
   * @param {string} name of the table, for who does not see it
   * @param {unknown[]} columns
   * @param {unknown[]} rows
   * @param {string} [none]
   */
  table(name, columns, rows, none = t('manager.none')) {
    if (rows.length === 0) {
      return html`<p class="hint">${this.loading ? t('loading') : none}</p>`;
    }
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>
      <table class="list"><thead><tr>${columns.map(column => html`<th scope="col">${column}</th>`)}
      </tr></thead><tbody>${rows}</tbody></table></div>`;
  }
}

/** A word about a row. @param {string} text @param {'good' | 'bad' | 'warm' | ''} [kind] */
export function badge(text, kind = '') {
  return html`<span class="badge ${kind}">${text}</span>`;
}

/** On sale or not, let in or not. @param {boolean} active */
export function state(active) {
  return active ? badge(t('manager.active'), 'good') : badge(t('manager.inactive'));
}
