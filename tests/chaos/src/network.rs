//! Network namespaces joined by a bridge, and cables that can be pulled.
//!
//! A cable is a veth pair: one end in the namespace, the other at the bridge. Pulled, packets vanish
//! and nobody is told, as with a switch that lost power.

use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};

/// A bridge with its namespaces; all of it is removed when it is dropped.
#[derive(Debug)]
pub struct Network {
    /// Unique on this machine, and short: an interface's name has 15 letters at most.
    tag: String,
    /// The third octet of the addresses.
    subnet: u8,
    hosts: Vec<String>,
}

/// A namespace with its address.
#[derive(Clone, Debug)]
pub struct Host {
    /// The namespace's name.
    pub namespace: String,
    /// Its address.
    pub address: String,
    /// The end of the cable at the bridge.
    cable: String,
}

impl Network {
    /// Makes the bridge.
    ///
    /// # Errors
    /// When the kernel refuses; root is needed.
    pub fn new() -> anyhow::Result<Self> {
        let tag = format!("pj{:x}", std::process::id());
        let subnet = u8::try_from(std::process::id() % 250).unwrap_or_default();
        let network = Self { tag, subnet, hosts: Vec::new() };
        let bridge = network.bridge();
        ip(&["link", "add", &bridge, "type", "bridge"])?;
        ip(&["addr", "add", &format!("{}/24", network.address()), "dev", &bridge])?;
        ip(&["link", "set", &bridge, "up"])?;
        Ok(network)
    }

    fn bridge(&self) -> String {
        format!("{}br", self.tag)
    }

    /// The address of the machine itself.
    pub fn address(&self) -> String {
        format!("10.213.{}.1", self.subnet)
    }

    /// Makes a namespace and its cable.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub fn host(&mut self) -> anyhow::Result<Host> {
        let number = self.hosts.len();
        let namespace = format!("{}n{number}", self.tag);
        let (cable, inner) = (format!("{}v{number}", self.tag), format!("{}i{number}", self.tag));
        let address = format!("10.213.{}.{}", self.subnet, number + 2);
        ip(&["netns", "add", &namespace])?;
        self.hosts.push(namespace.clone());
        ip(&["link", "add", &cable, "type", "veth", "peer", "name", &inner, "netns", &namespace])?;
        ip(&["link", "set", &cable, "master", &self.bridge(), "up"])?;
        ip(&["-n", &namespace, "addr", "add", &format!("{address}/24"), "dev", &inner])?;
        ip(&["-n", &namespace, "link", "set", &inner, "up"])?;
        ip(&["-n", &namespace, "link", "set", "lo", "up"])?;
        Ok(Host { namespace, address, cable })
    }
}

impl Host {
    /// Pulls the cable.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub fn cut(&self) -> anyhow::Result<()> {
        ip(&["link", "set", &self.cable, "down"])
    }

    /// Plugs it in again.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub fn join(&self) -> anyhow::Result<()> {
        ip(&["link", "set", &self.cable, "up"])
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        for namespace in &self.hosts {
            // The cable goes with its end in the namespace.
            let removed = ip(&["netns", "del", namespace]);
            if let Err(error) = removed {
                eprintln!("{namespace} is left behind: {error:#}");
            }
        }
        if let Err(error) = ip(&["link", "del", &self.bridge()]) {
            eprintln!("{} is left behind: {error:#}", self.bridge());
        }
    }
}

fn ip(arguments: &[&str]) -> anyhow::Result<()> {
    let mut command = Command::new("ip");
    let output = command.args(arguments).stdin(Stdio::null()).output().context("ip (package iproute2) can't be run")?;
    ensure!(output.status.success(), "ip {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_cable_carries_nothing_and_nothing_is_left() {
        let mut network = Network::new().unwrap();
        let host = network.host().unwrap();
        let reaches = || {
            let mut ping = Command::new("ip");
            ping.args(["netns", "exec", &host.namespace, "sh"]);
            // A connection that is refused shows that the machine answers.
            let script = format!("exec 3<>/dev/tcp/{}/9", network.address());
            let output = ping.args(["-c", &format!("timeout 2 bash -c '{script}' 2>&1")]).output().unwrap();
            String::from_utf8_lossy(&output.stdout).contains("refused")
        };
        // A busy machine may need more than the two seconds.
        let reaches_in_the_end = || (0..10).any(|_| reaches());
        assert!(reaches_in_the_end());
        host.cut().unwrap();
        assert!(!reaches());
        host.join().unwrap();
        assert!(reaches_in_the_end());
        let bridge = network.bridge();
        drop(network);
        assert!(!std::path::Path::new("/sys/class/net").join(bridge).exists());
        assert!(!std::path::Path::new("/run/netns").join(&host.namespace).exists());
    }
}
