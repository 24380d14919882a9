import { html, nothing, render } from 'lit-html';
import { Api } from '../api.js';
import { print } from '../counter/printer.js';
import { receiptView } from '../counter/views/receipt.js';
import { language, speak, t } from '../lang.js';
import { Door } from '../ui/door.js';
import { headerView } from '../ui/header.js';
import { noticeView } from '../ui/notice.js';
import { Place } from '../ui/place.js';
import { sentence } from '../ui/problems.js';
import { signInView } from '../ui/signin.js';

/**
 * A page behind the door: who is signed in and where, one notice, and drawing. Whoever extends it
 * says what is on it.
 */
export class Base {
  #root;
  #drawing = false;
  #staffId = '';
  #focus = '';

  api = new Api({ language });
  door = new Door(this.api);
  place = new Place(this.api);
  /** @type {import('../ui/notice.js').Notice | null} */
  said = null;
  /** The key of its name. */
  title = '';
  /** Where the focus goes when what had it is gone; the first that is there. @type {string[]} */
  home = [];

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    this.door.addEventListener('change', () => this.draw());
    this.api.session.addEventListener('change', () => this.begin());
  }

  get session() {
    return this.api.session.current;
  }

  get format() {
    return this.place.format;
  }

  get shop() {
    return { name: this.place.name, format: this.format, cashier: this.session?.staff.name };
  }

  /** Somebody signed in or out, here or in another tab. */
  async begin() {
    const { session } = this;
    if (session?.staff.id !== this.#staffId) {
      const before = this.#staffId;
      this.#staffId = session?.staff.id ?? '';
      this.said = null;
      if (session) {
        await this.opened();
      } else {
        this.closed();
        this.door.ask(before !== '');
      }
    }
    this.draw();
  }

  /** Somebody came in. @returns {Promise<void>} */
  async opened() {}

  /** Nobody is here any more. */
  closed() {}

  /** In the bar, on the right. @returns {unknown} */
  menu() {
    return nothing;
  }

  /** What the cashier should know now. @returns {import('../ui/notice.js').Notice | null} */
  notice() {
    return this.said;
  }

  /** Under the bar. @returns {unknown} */
  view() {
    return nothing;
  }

  /** The next one signs in. */
  async leave() {
    this.#staffId = '';
    this.closed();
    await this.api.signOut();
  }

  /** This browser becomes a register on which people sign in by PIN. */
  async enrol() {
    const { register } = this.place;
    const answer = await this.door.enrol(register);
    this.say(answer.ok ? { kind: 'good', text: t('door.enrolled', { register }) }
        : { kind: 'bad', text: sentence(answer) });
  }

  /** @param {any} order */
  print(order) {
    render(receiptView(order, this.shop),
        /** @type {HTMLElement} */ (document.getElementById('paper')));
    print();
  }

  /** @param {import('../ui/notice.js').Notice | null} notice */
  say(notice) {
    this.said = notice;
    this.draw();
  }

  /** @param {import('../api.js').Answer} answer @param {() => void} [again] */
  complain(answer, again) {
    this.say({ kind: 'bad', text: sentence(answer),
      step: again && { label: t('again'), run: again } });
  }

  /** Goes there once it is drawn. @param {string} selector */
  focus(selector) {
    this.#focus = selector;
    this.draw();
  }

  /** @param {'es' | 'en'} chosen */
  speak(chosen) {
    speak(chosen);
    this.draw();
  }

  /** Draws once, however much changed in one go. */
  draw() {
    if (!this.#drawing) {
      this.#drawing = true;
      queueMicrotask(() => {
        this.#drawing = false;
        document.title = `${t(this.title)} · Comanda`;
        render(this.#whole(), this.#root);
        this.#settleFocus();
      });
    }
  }

  #whole() {
    const { session } = this;
    const bar = { session, speak: chosen => this.speak(chosen) };
    return session ? html`${headerView({ ...bar, menu: this.menu() })}${noticeView(this.notice())}
      ${this.view()}` : html`${headerView(bar)}${signInView(this.door)}`;
  }

  /** The focus is never lost: what was focused may have left the page. */
  #settleFocus() {
    const lost = document.activeElement === document.body || document.activeElement === null;
    const wanted = this.#focus ? [this.#focus] : lost ? this.home : [];
    this.#focus = '';
    const found = wanted.map(each => this.#root.querySelector(each)).find(each => each);
    /** @type {HTMLElement | undefined} */ (found)?.focus();
  }
}
