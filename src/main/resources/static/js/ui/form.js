import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { sentence } from './problems.js';

/** What somebody is typing, and what is wrong with it, field by field. */
export class Form {
  #changed;
  /** @type {Record<string, any>} */
  values;
  /** A sentence by the name of its field. @type {Record<string, string>} */
  errors = {};
  /** What is wrong with none of the fields that are there. */
  alert = '';
  busy = false;

  /** @param {Record<string, any>} values @param {() => void} changed */
  constructor(values, changed) {
    this.values = { ...values };
    this.#changed = changed;
  }

  get wrong() {
    return Object.keys(this.errors).length > 0;
  }

  /** @param {string} name @param {any} value */
  set(name, value) {
    this.values[name] = value;
    delete this.errors[name];
    this.#changed();
  }

  /** It is being sent. */
  begin() {
    this.busy = true;
    this.errors = {};
    this.alert = '';
    this.#changed();
  }

  /** @param {string} name @param {string} sentence */
  blame(name, sentence) {
    this.errors[name] = sentence;
  }

  /**
   * What was typed in a field, as a number; blames the field where it is none.
   *
   * @param {string} name
   * @param {(text: string) => number | null} parse
   * @param {string} complaint
   * @returns {number | undefined} undefined where it is empty or wrong
   */
  number(name, parse, complaint) {
    const text = String(this.values[name] ?? '').trim();
    const number = text === '' ? undefined : parse(text);
    if (number === null) {
      this.blame(name, complaint);
      return undefined;
    }
    return number;
  }

  /**
   * Takes the server's refusal apart.
   *
   * @param {import('../api.js').Answer} answer
   * @param {(pointer: string, form: Form) => string} [fieldOf]
   */
  refuse(answer, fieldOf = pointer => pointer.slice(1)) {
    const rest = [];
    for (const { pointer = '', detail } of answer.body?.errors ?? []) {
      const name = fieldOf(pointer, this);
      if (name in this.values || document.getElementById(`f-${name}`)) {
        this.blame(name, detail);
      } else {
        rest.push(detail);
      }
    }
    if (answer.slug === 'duplicate-sku' || answer.slug === 'already-exists') {
      const taken = answer.body.field ?? ['code', 'username'].find(name => name in this.values);
      this.blame(taken, sentence(answer));
    } else if (!this.wrong || rest.length > 0) {
      this.alert = rest.length > 0 ? rest.join(' ') : sentence(answer);
    }
  }
}

/**
 * A field with its label above and what is wrong with it below.
 *
 * @param {Form} form
 * @param {string} name
 * @param {string} label
 * @param {object} [options]
 * @param {string} [options.type]
 * @param {string} [options.hint]
 * @param {'text' | 'numeric' | 'decimal'} [options.mode] the keyboard of a tablet
 * @param {string} [options.unit] behind it
 * @param {string[]} [options.suggest]
 * @param {boolean} [options.first] where the focus goes
 * @param {boolean} [options.fixed] to be read only
 * @param {boolean} [options.known] a password that the browser may fill in
 */
export function field(form, name, label, options = {}) {
  const { type = 'text', hint = '', mode = 'text', unit = '', suggest, first, fixed,
    known } = options;
  const id = `f-${name}`;
  const fills = type !== 'password' ? 'off' : known ? 'current-password' : 'new-password';
  return html`<div class="field"><label for=${id}>${label}</label>
    <span class="with-unit"><input id=${id} name=${name} type=${type} inputmode=${mode}
      .value=${live(String(form.values[name] ?? ''))} ?readonly=${fixed} ?autofocus=${first}
      autocomplete=${fills} spellcheck="false"
      list=${suggest ? `${id}-list` : nothing}
      aria-invalid=${form.errors[name] ? 'true' : nothing}
      aria-describedby=${hint || form.errors[name] ? `${id}-below` : nothing}
      @input=${({ target }) => form.set(name, target.value)}>
      ${unit ? html`<span class="unit">${unit}</span>` : nothing}</span>
    ${suggest ? html`<datalist id="${id}-list">${suggest.map(each => html`
      <option value=${each}></option>`)}</datalist>` : nothing}
    ${below(form, name, hint)}</div>`;
}

/**
 * One of several, as a list that opens.
 *
 * @param {Form} form
 * @param {string} name
 * @param {string} label
 * @param {[value: string, text: string][]} choices
 * @param {string} [hint]
 */
export function choice(form, name, label, choices, hint = '') {
  const id = `f-${name}`;
  return html`<div class="field"><label for=${id}>${label}</label>
    <select id=${id} name=${name} aria-invalid=${form.errors[name] ? 'true' : nothing}
      aria-describedby=${hint || form.errors[name] ? `${id}-below` : nothing}
      @change=${({ target }) => form.set(name, target.value)}>
      ${choices.map(([value, text]) => html`
        <option value=${value} .selected=${form.values[name] === value}>${text}</option>`)}
    </select>${below(form, name, hint)}</div>`;
}

/** Yes or no. @param {Form} form @param {string} name @param {string} label @param {string} hint */
export function check(form, name, label, hint = '') {
  const id = `f-${name}`;
  return html`<div class="field"><label class="check" for=${id}><input id=${id} type="checkbox"
      .checked=${live(form.values[name] === true)}
      aria-describedby=${hint || form.errors[name] ? `${id}-below` : nothing}
      @change=${({ target }) => form.set(name, target.checked)}> ${label}</label>
    ${below(form, name, hint)}</div>`;
}

function below(form, name, hint) {
  const wrong = form.errors[name];
  return wrong || hint ? html`<p id="f-${name}-below" class=${wrong ? 'wrong' : 'hint'}>
    ${wrong || hint}</p>` : nothing;
}

/** A whole number, or null. @param {string} text */
export function whole(text) {
  return /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}

/** Basis points of what was typed in percent (`16`, `7.5`), or null. @param {string} text */
export function percent(text) {
  return /^\d{1,3}([.,]\d{1,2})?$/.test(text.trim())
    ? Math.round(Number(text.replace(',', '.')) * 100) : null;
}
