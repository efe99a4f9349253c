/** Tells what goes on, step by step, with the time that each step took. */
export class Narrator {
  #number = 0;

  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    this.#number += 1;
    process.stdout.write(`${String(this.#number).padStart(2)}. ${what} … `);
    const start = performance.now();
    try {
      const result = await work();
      console.log(`done (${((performance.now() - start) / 1000).toFixed(1)} s)`);
      return result;
    } catch (error) {
      console.log('failed');
      throw new Error(`step ${this.#number}, "${what}": ${messageOf(error)}`, { cause: error });
    }
  }

  note(text: string): void {
    for (const line of text.split('\n')) console.log(`    ${line}`);
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
