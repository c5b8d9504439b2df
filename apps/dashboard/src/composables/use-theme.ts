import { computed, inject, type InjectionKey, type Ref, ref, watchEffect } from 'vue';

/** What the reader wants; `system` follows the device. */
export type ThemeChoice = 'system' | 'dark' | 'light';

const STORAGE_KEY = 'weir.theme';
const CHOICES: readonly ThemeChoice[] = ['system', 'dark', 'light'];

/** The theme in force, for what cannot read the style sheet by itself: charts. */
export const THEME_KEY: InjectionKey<Readonly<Ref<'dark' | 'light'>>> = Symbol('theme');

/** What the reader wants, to be changed. */
export const THEME_CHOICE_KEY: InjectionKey<Ref<ThemeChoice>> = Symbol('theme choice');

/** The reader's choice that the application provides. */
export function useThemeChoice(): Ref<ThemeChoice> {
  return inject(THEME_CHOICE_KEY, () => ref<ThemeChoice>('system'), true);
}

/** The theme that the application provides. */
export function useThemeName(): Readonly<Ref<'dark' | 'light'>> {
  return inject(THEME_KEY, () => ref<'dark' | 'light'>('dark'), true);
}

/** The theme, remembered on this device and put on the document, where the style sheet reads it. */
export function useTheme(): { choice: Ref<ThemeChoice>; theme: Readonly<Ref<'dark' | 'light'>> } {
  const systemIsLight = matchMedia('(prefers-color-scheme: light)');
  const light = ref(systemIsLight.matches);
  systemIsLight.addEventListener('change', (event) => (light.value = event.matches));
  const choice = ref(readChoice());
  const theme = computed(() => {
    if (choice.value !== 'system') return choice.value;
    return light.value ? 'light' : 'dark';
  });
  watchEffect(() => {
    document.documentElement.dataset['theme'] = theme.value;
    remember(choice.value);
  });
  return { choice, theme };
}

function readChoice(): ThemeChoice {
  try {
    return CHOICES.find((known) => known === localStorage.getItem(STORAGE_KEY)) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Where storage is forbidden the choice lasts as long as the page. */
function remember(choice: ThemeChoice): void {
  try {
    localStorage.setItem(STORAGE_KEY, choice);
  } catch {
    return;
  }
}
