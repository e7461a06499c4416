// The entries of a catalog in typed form. The bytes of the basic catalog structure (BCS) are in
// entry_codec.hpp.
//
// A sphere record holds a cluster (or a standalone alternate index) with its components,
// alternate indexes and paths; names inside it have truename records that lead to it. All other
// entries are one record each, with extension records when they outgrow one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "datasets/dasd/dscb.hpp"
#include "datasets/io/clock.hpp"

namespace coldsite::catalog {

enum class EntryType : char {
  kCluster = 'C',
  kData = 'D',
  kIndex = 'I',
  kAlternateIndex = 'G',
  kPath = 'R',
  kNonVsam = 'A',
  kGenerationGroup = 'B',  ///< GDG base
  kGeneration = 'H',       ///< GDS
  kUserCatalog = 'U',      ///< connector
  kAlias = 'X',
  kTrueName = 'T',
};

/// The name of the cluster entry of a catalog itself: its key is binary zeros.
[[nodiscard]] std::string self_describing_name();

/// "CLUSTER", "NONVSAM", "GDG BASE" ...: as LISTCAT and messages name it.
[[nodiscard]] std::string_view to_string(EntryType type);

/// One volume of a data set or component. volser "******" or a symbol ("&SYSR1") stands as
/// written; resolving it is the caller's.
struct VolumeCell {
  std::string volser;
  std::uint32_t device_type = 0;    ///< UCB type: X'3010200F' 3390, X'78048083' 3490 ...
  std::uint16_t file_sequence = 0;  ///< tape
  bool is_prime = false, is_candidate = false, is_overflow = false;
  std::uint32_t record_rba = 0;  ///< VSAM: CI of its VVR in the VVDS
  bool operator==(const VolumeCell&) const = default;
};

struct Ownership {
  std::string owner;  ///< up to 8; "" is none
  dasd::LabelDate created, expires;
  bool operator==(const Ownership&) const = default;
};

/// Data or index of a cluster or alternate index.
struct ComponentEntry {
  EntryType type = EntryType::kData;
  std::string name;
  Ownership ownership;
  std::vector<VolumeCell> volumes;
  bool operator==(const ComponentEntry&) const = default;
};

struct PathEntry {
  std::string name;
  std::string entry_name;  ///< PATHENTRY: alternate index or cluster
  bool is_updated = true;  ///< UPDATE: upgrade sets are opened
  Ownership ownership;
  bool operator==(const PathEntry&) const = default;
};

/// A cluster or an alternate index in a sphere.
struct ClusterEntry {
  EntryType type = EntryType::kCluster;
  std::string name;
  Ownership ownership;
  std::vector<ComponentEntry> components;
  bool is_upgraded = false;  ///< alternate index with UPGRADE
  bool operator==(const ClusterEntry&) const = default;
};

/// A base cluster, its alternate indexes, and the paths over any of them.
struct Sphere {
  ClusterEntry base;
  std::vector<ClusterEntry> alternate_indexes;
  std::vector<PathEntry> paths;
  bool operator==(const Sphere&) const = default;
};

struct NonVsamEntry {
  std::string name;
  Ownership ownership;
  std::vector<VolumeCell> volumes;
  std::vector<std::string> aliases;  ///< names of alias entries that relate to it
  std::string storage_class, data_class, management_class;
  bool operator==(const NonVsamEntry&) const = default;
};

enum class GenerationStatus : std::uint8_t { kActive, kDeferred, kRolledOff };

/// One generation as its base knows it.
struct Generation {
  std::uint16_t number = 0;  ///< G0001 to G9999
  std::uint8_t version = 0;  ///< V00 to V99
  bool is_wrapped = false;   ///< numbered after G9999 was passed
  GenerationStatus status = GenerationStatus::kActive;
  bool operator==(const Generation&) const = default;
};

/// "G0001V00".
[[nodiscard]] std::string generation_suffix(const Generation& generation);

struct GenerationGroupEntry {
  std::string name;
  Ownership ownership;
  std::uint16_t limit = 255;  ///< 1 to 255; EXTENDED: to 999
  bool is_extended = false;
  bool empties = false;    ///< EMPTY: all go when the limit is passed; else the oldest
  bool scratches = false;  ///< SCRATCH: a generation that goes is deleted from its volume
  bool purges = false;     ///< PURGE: although unexpired
  bool is_fifo = false;    ///< order of a whole-group reference; LIFO is usual
  std::vector<Generation> generations;  ///< oldest first
  bool operator==(const GenerationGroupEntry&) const = default;
};

/// A GDS: a non-VSAM entry that belongs to a base.
struct GenerationEntry {
  NonVsamEntry data_set;
  std::string base_name;
  GenerationStatus status = GenerationStatus::kActive;
  bool operator==(const GenerationEntry&) const = default;
};

struct UserCatalogEntry {
  std::string name;
  Ownership ownership;
  VolumeCell volume;
  std::vector<std::string> aliases;
  bool operator==(const UserCatalogEntry&) const = default;
};

struct AliasEntry {
  std::string name;
  std::string related_name;  ///< RELATE
  bool is_symbolic = false;  ///< SYMBOLICRELATE: resolved when used
  bool relates_to_catalog = false;
  Ownership ownership;
  bool operator==(const AliasEntry&) const = default;
};

/// One entry, whatever it is. Exactly one member is set.
struct Entry {
  std::optional<Sphere> sphere;
  std::optional<NonVsamEntry> non_vsam;
  std::optional<GenerationGroupEntry> generation_group;
  std::optional<GenerationEntry> generation;
  std::optional<UserCatalogEntry> user_catalog;
  std::optional<AliasEntry> alias;

  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] EntryType type() const;              ///< of its name: kCluster for a sphere ...
  [[nodiscard]] const Ownership& ownership() const;  ///< of its name: the base's for a sphere ...
  [[nodiscard]] Ownership& ownership();
  bool operator==(const Entry&) const = default;
};

}  // namespace coldsite::catalog
