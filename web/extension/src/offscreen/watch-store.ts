/**
 * Opens the vault's database once more, to hear when the browser closes it: because the person clears the browser's data, or
 * because there is no more room. Gives a function that ends the watching.
 */
export function watchStore(database: string, onGone: () => void): () => void {
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  const gone = (): void => {
    if (!ended) onGone();
    end();
  };
  const opening = indexedDB.open(database);
  // It was there a moment ago, and whoever opens it for the vault makes it.
  opening.onupgradeneeded = () => opening.transaction?.abort();
  opening.onerror = (event) => {
    event.preventDefault();
    gone();
  };
  opening.onsuccess = () => {
    const watched = opening.result;
    watched.onclose = gone;
    // Somebody wants to delete it, and waits until nobody has it open.
    watched.onversionchange = () => {
      watched.close();
      gone();
    };
    if (ended) watched.close();
  };
  return () => {
    end();
    if (opening.readyState === 'done' && opening.error === null) opening.result.close();
  };
}
