/** Starts a child, and gives its slot back if that fails. @throws the error of `start` */
export function startOrRelease<Child>(start: () => Child, release: () => void): Child {
  try {
    return start();
  } catch (error) {
    release();
    throw error;
  }
}
