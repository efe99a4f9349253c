/** The little of selenium-webdriver 4.46 that is used here; the package has no types of its own. */
declare module 'selenium-webdriver' {
  export interface WebElement {
    click(): Promise<void>;
    clear(): Promise<void>;
    sendKeys(...keys: string[]): Promise<void>;
    getText(): Promise<string>;
    getAttribute(name: string): Promise<string | null>;
    isDisplayed(): Promise<boolean>;
  }
  export interface Locator {
    readonly using: string;
    readonly value: string;
  }
  export const By: { css(selector: string): Locator };
  export interface WebDriver {
    get(url: string): Promise<void>;
    getAllWindowHandles(): Promise<string[]>;
    getWindowHandle(): Promise<string>;
    getCurrentUrl(): Promise<string>;
    findElement(by: Locator): Promise<WebElement>;
    findElements(by: Locator): Promise<WebElement[]>;
    executeScript<T>(script: string, ...args: unknown[]): Promise<T>;
    takeScreenshot(): Promise<string>;
    switchTo(): { window(handle: string): Promise<void>; newWindow(kind: 'tab' | 'window'): Promise<void> };
    close(): Promise<void>;
    quit(): Promise<void>;
    manage(): {
      setTimeouts(timeouts: { script?: number; pageLoad?: number; implicit?: number }): Promise<void>;
    };
  }
  export class Builder {
    forBrowser(name: string): this;
    setFirefoxOptions(options: unknown): this;
    setFirefoxService(service: unknown): this;
    build(): Promise<WebDriver>;
  }
}

declare module 'selenium-webdriver/firefox.js' {
  export class Options {
    addArguments(...args: string[]): this;
    setPreference(name: string, value: string | number | boolean): this;
    setBinary(path: string): this;
  }
  export class ServiceBuilder {
    constructor(path: string);
    addArguments(...args: string[]): this;
    setStdio(stdio: string): this;
    setEnvironment(env: Readonly<Record<string, string | undefined>>): this;
  }
}
