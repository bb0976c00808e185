/** Light, dark, or as the system has it. Kept for the visit only: a file has no place of its own to store it. */
import { button, el } from './dom.ts';

type Theme = 'auto' | 'light' | 'dark';
const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

export function themeSwitch(onChange: () => void): HTMLElement {
  const buttons = THEMES.map((theme) =>
    button(theme, () => choose(theme), { class: 'toggle', aria: { pressed: String(theme === 'auto') } }),
  );
  const choose = (theme: Theme): void => {
    if (theme === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    buttons.forEach((one, index) => one.setAttribute('aria-pressed', String(THEMES[index] === theme)));
    onChange();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', onChange);
  return el('div', { class: 'theme', role: 'group', aria: { label: 'Colours' } }, ...buttons);
}
