import { html, nothing, render } from 'lit-html';
import { Api } from '../api.js';
import { language, speak, t } from '../lang.js';
import { release } from '../release.js';
import { Door } from './door.js';
import { headerView } from './header.js';
import { newer } from './newer.js';
import { noticeView } from './notice.js';
import { once } from './once.js';
import { personView } from './person.js';
import { Place } from './place.js';
import { sentence } from './problems.js';
import { sheetView, showSheet } from './sheet.js';
import { signInView } from './signin.js';
import { strangerView } from './stranger.js';

/** @typedef {import('./notice.js').Notice} Notice */

/**
 * What the pages behind the door share: who is signed in and where, one notice, one sheet over the
 * page, and drawing. A page extends it by `title`, `roles`, `opened` and `view`, and by what else
 * it has in its bar.
 */
export class Page {
  #root;
  /** '' for nobody; null where nobody needs to be told why. @type {string | null} */
  #staffId = null;
  /** @type {string[]} */
  #focus = [];

  api = new Api({ language, heard: answer => this.heard(answer) });
  door = new Door(this.api);
  place = new Place(this.api);
  /** @type {Notice | null} */
  said = null;
  /** What lies over the page. @type {import('./sheet.js').Sheet | null} */
  sheet = null;
  /** The key of its name. */
  title = 'page.counter';
  /** Who has something to do here. @type {string[]} */
  roles = [];
  /** The key of what the door says to somebody whose session is over. */
  expired = 'page.expired';
  /** Where the focus goes when what had it is gone: to the first that is there. @type {string[]} */
  home = ['h1', '#username'];

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    this.door.addEventListener('change', () => this.draw());
    this.api.session.addEventListener('change', () => this.begin());
    release.addEventListener('change', () => this.draw());
  }

  get session() {
    return this.api.session.current;
  }

  get format() {
    return this.place.format;
  }

  get welcome() {
    return this.roles.includes(this.session?.staff.role ?? '');
  }

  /** Somebody signed in or out, here or in another tab. */
  async begin() {
    const { session } = this;
    const staffId = session?.staff.id ?? '';
    if (staffId !== this.#staffId) {
      const before = this.#staffId;
      this.#staffId = staffId;
      this.said = null;
      this.sheet = null;
      if (!session) {
        this.closed();
        this.door.ask(before ? t(this.expired) : '');
        this.focus('#username');
      } else if (this.welcome) {
        this.focus(...this.home);
        if (session.staff.role !== 'operator') { // who may not ask for the shop's name
          await this.place.load();
        }
        await this.opened();
      }
    }
    this.draw();
  }

  /** What became of any call. @param {import('../api.js').Answer} _answer */
  heard(_answer) {}

  /** Somebody came in who is welcome. @returns {Promise<void>} */
  async opened() {}

  /** Nobody is here any more. */
  closed() {}

  /** In the bar, on the left. @returns {unknown} */
  tabs() {
    return nothing;
  }

  /** In the bar, on the right. @returns {unknown} */
  menu() {
    return personView(this);
  }

  /** What somebody should know now. @returns {Notice | null} */
  notice() {
    return this.said;
  }

  /** Under the bar. @returns {unknown} */
  view() {
    return nothing;
  }

  /** The server has ended the session; they come back by password. @param {string} why */
  ended(why) {
    this.#staffId = null;
    this.api.session.end();
    this.door.ask(why, false);
  }

  async leave() {
    this.#staffId = null;
    await this.api.signOut();
  }

  /** @param {Notice | null} notice */
  say(notice) {
    this.said = notice;
    this.draw();
  }

  /** @param {string} text */
  praise(text) {
    this.say({ kind: 'good', text });
  }

  /** @param {import('../api.js').Answer} answer @param {() => void} [again] */
  complain(answer, again) {
    this.say({ kind: 'bad', text: sentence(answer),
      step: again ? { label: t('again'), run: () => { this.said = null; again(); } } : undefined });
  }

  /** Opens a sheet, or closes the one that is there. @param {object | null} sheet */
  lay(sheet) {
    this.sheet = sheet;
    this.said = sheet ? null : this.said;
    this.draw();
  }

  /** Goes to the first that is there, once it is drawn. @param {...string} selectors */
  focus(...selectors) {
    this.#focus = selectors;
    this.draw();
  }

  /** @param {'es' | 'en'} chosen */
  speak(chosen) {
    speak(chosen);
    this.draw();
  }

  /** Draws, once however much changed in one go. */
  draw = once(() => {
    document.title = `${t(this.title)} · Comanda`;
    render(this.#whole(), this.#root);
    showSheet(this.#root, this.sheet !== null);
    this.#settleFocus();
  });

  #whole() {
    const { session } = this;
    const bar = { session, speak: chosen => this.speak(chosen) };
    const told = noticeView(this.sheet ? null : this.notice() ?? newer());
    if (!session) {
      return html`${headerView(bar)}${told}${signInView(this.door)}`;
    }
    return this.welcome
      ? html`${headerView({ ...bar, middle: this.tabs(), menu: this.menu() })}${told}
        ${this.view()}${sheetView(this)}`
      : html`${headerView({ ...bar, menu: personView(this) })}${told}
        ${strangerView(this)}${sheetView(this)}`;
  }

  /** The focus is never lost: what was focused may have left the page. */
  #settleFocus() {
    const lost = document.activeElement === document.body || document.activeElement === null;
    const wanted = this.#focus.length > 0 ? this.#focus
      : lost ? ['dialog[open] input', ...this.home] : [];
    this.#focus = [];
    const found = wanted.map(each => this.#root.querySelector(each)).find(each => each);
    /** @type {HTMLElement | undefined} */ (found)?.focus();
  }
}
