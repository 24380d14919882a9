import { html, nothing } from 'lit-html';
import { t } from '../lang.js';
import { Form } from './form.js';
import { icon } from './icons.js';

/** @typedef {import('./page.js').Page} Page */

/**
 * A form over the page, in a dialog of the browser's: Escape closes it, the focus stays in it and
 * goes back to where it came from.
 */
export class Sheet {
  #page;

  /**
   * @param {Page} page
   * @param {object} sheet
   * @param {string} sheet.title
   * @param {Record<string, any>} [sheet.values] what its fields begin with
   * @param {(form: Form) => unknown} sheet.body
   * @param {string} [sheet.submit] the label of its button; without one there is nothing to send
   * @param {(form: Form) => Promise<import('../api.js').Answer | null>} [sheet.send] null: a field
   *   was wrong, and says so
   * @param {(answer: import('../api.js').Answer) => void} [sheet.done]
   * @param {(answer: import('../api.js').Answer) => boolean} [sheet.refused] whether it took care
   * @param {(pointer: string, form: Form) => string} [sheet.fieldOf] the name of a field by
   *   its JSON pointer
   * @param {boolean} [sheet.wide]
   */
  constructor(page, sheet) {
    this.#page = page;
    Object.assign(this, { submit: '', wide: false, ...sheet });
    this.form = new Form(sheet.values ?? {}, () => page.draw());
  }

  close() {
    if (this.#page.sheet === this) {
      this.#page.lay(null);
    }
  }

  /** Sends it once, however often it was asked to. */
  async run() {
    const { form } = this;
    if (form.busy || !this.send) {
      return;
    }
    form.begin();
    const answer = await this.send(form);
    form.busy = false;
    if (answer?.ok) {
      this.close();
      this.done?.(answer);
    } else if (answer && !this.refused?.(answer)) {
      form.refuse(answer, this.fieldOf);
    }
    if (this.#page.sheet === this && (form.wrong || form.alert)) {
      this.#page.focus('dialog [aria-invalid="true"]', 'dialog [autofocus]');
    }
    this.#page.draw();
  }
}

/** The place for it is always there. @param {Page} page */
export function sheetView(page) {
  const { sheet } = page;
  return html`<dialog class="sheet ${sheet?.wide ? 'wide' : ''}" aria-labelledby="sheet-title"
      @cancel=${event => { event.preventDefault(); page.lay(null); }}
      @close=${() => page.sheet && page.lay(null)}>
    ${sheet ? html`<form novalidate @submit=${event => { event.preventDefault(); sheet.run(); }}>
      <header><h2 id="sheet-title">${sheet.title}</h2>
        <button type="button" class="quiet" aria-label=${t('close')} @click=${() => sheet.close()}>
          ${icon('close')}</button></header>
      <div class="fields">${sheet.body(sheet.form)}</div>
      <p class="refusal" role="alert">${sheet.form.alert}</p>
      <footer>
        <button type="button" @click=${() => sheet.close()}>
          ${t(sheet.submit ? 'cancel' : 'close')}</button>
        ${sheet.submit ? html`<button class="primary" aria-disabled=${String(sheet.form.busy)}>
          ${sheet.submit}</button>` : nothing}
      </footer></form>` : nothing}
  </dialog>`;
}

/** Opens or closes it as it was drawn. @param {HTMLElement} root @param {boolean} wanted */
export function showSheet(root, wanted) {
  const dialog = root.querySelector('dialog');
  if (wanted && dialog && !dialog.open) {
    dialog.showModal();
  } else if (!wanted && dialog?.open) {
    dialog.close();
  }
}

/**
 * Asks before something is done that cannot be undone.
 *
 * @param {Page} page
 * @param {object} question
 * @param {string} question.title
 * @param {string} question.text
 * @param {string} question.submit
 * @param {() => Promise<import('../api.js').Answer>} question.send
 * @param {() => void} question.done
 */
export function ask(page, { title, text, submit, send, done }) {
  page.lay(new Sheet(page, { title, submit, send, done, body: () => html`<p>${text}</p>` }));
}
