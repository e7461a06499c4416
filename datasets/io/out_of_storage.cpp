#include "datasets/io/out_of_storage.hpp"

#include <unistd.h>

namespace coldsite::io {

void end_out_of_storage() {
  ::signal(kOutOfStorageSignal, SIG_DFL);
  ::raise(kOutOfStorageSignal);
  ::_exit(128 + kOutOfStorageSignal);  // it was blocked
}

}  // namespace coldsite::io
